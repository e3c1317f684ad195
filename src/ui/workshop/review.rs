//! The review walk: what is said to be done is looked at again by those who asked.

use leptos::prelude::*;

use super::Hall;
use crate::domain::identity::WalkId;
use crate::ui::parts::nothing;

pub(super) fn room(_hall: Hall, _campaign: WalkId) -> AnyView {
    nothing()
}
