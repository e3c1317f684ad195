//! Whether this phone is ready to walk without a network.

use crate::app::model::Model;
use crate::app::problem::{NoPosition, Problem};
use crate::domain::walk::readiness::Obstacle;

impl Model {
    /// What is lacking, the gravest first; nothing where the phone is ready, `None` as long as it is
    /// not known.
    pub fn readiness(&self) -> Option<Vec<Obstacle>> {
        let mut lacks = self.lacks.clone()?;
        let is_unreadable = |problem: &Problem| matches!(problem, Problem::StorageUnreadable(_));
        if self.has_failed_writes() || self.problems.iter().any(is_unreadable) {
            lacks.retain(|lack| *lack != Obstacle::Storage);
            lacks.push(Obstacle::Storage);
        }
        let refused = matches!(self.location.failure, Some(NoPosition::Denied));
        if refused && !lacks.contains(&Obstacle::Position) {
            lacks.push(Obstacle::Position);
        }
        // Nothing was read yet: it is too early to say that storage works.
        (self.walks_known || !lacks.is_empty()).then_some(lacks)
    }
}
