//! You said, we did: what became of what was asked, for those who walked.

use leptos::prelude::*;

use super::Hall;
use crate::domain::identity::WalkId;
use crate::ui::parts::nothing;

pub(super) fn room(_hall: Hall, _campaign: WalkId) -> AnyView {
    nothing()
}
