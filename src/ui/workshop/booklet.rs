//! The booklet of préconisations, and one sheet for each actor.

use leptos::prelude::*;

use super::Hall;
use crate::domain::identity::WalkId;
use crate::ui::parts::nothing;

pub(super) fn room(_hall: Hall, _campaign: WalkId) -> AnyView {
    nothing()
}
