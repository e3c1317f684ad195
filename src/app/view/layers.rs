//! What the planner's layers will not show, said before they are made.

use crate::app::model::Model;
use crate::domain::observation::scale::Sharing;

/// What is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    /// Numbers within the walk of the observations that are in the table but not on the map.
    pub without_place: Vec<usize>,
    /// Observations that stay inside the group.
    pub internal: usize,
    /// Numbers of those whose category only a later version knows.
    pub later_category: Vec<usize>,
}

impl LeftOut {
    /// Of the open walk, as it stands. Observations are numbered in the order they were made, as
    /// in the layers; a withdrawn one keeps its number.
    pub fn of(model: &Model) -> Self {
        let Some(walk) = model.walk() else { return Self::default() };
        let mut left_out = Self::default();
        for (number, observation) in (1..).zip(model.notebook.all_observations()) {
            if observation.withdrawn {
                continue;
            }
            let internal = observation.sharing() == Sharing::Internal;
            left_out.internal += usize::from(internal);
            if internal && !model.with_internal {
                continue;
            }
            if !observation.category.is_known() {
                left_out.later_category.push(number);
            } else if observation.position(walk).is_none() {
                left_out.without_place.push(number);
            }
        }
        left_out
    }
}
