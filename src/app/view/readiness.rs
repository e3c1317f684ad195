//! Whether this phone is ready to walk without a network.

use crate::app::model::Model;
use crate::app::problem::{NoPosition, Problem};
use crate::domain::walk::readiness::Lack;

impl Model {
    /// What is lacking, the gravest first; nothing where the phone is ready, `None` as long as it is
    /// not known.
    pub fn readiness(&self) -> Option<Vec<Lack>> {
        let mut lacks = self.lacks.clone()?;
        let is_unreadable = |problem: &Problem| matches!(problem, Problem::StorageUnreadable(_));
        if self.has_failed_writes() || self.problems.iter().any(is_unreadable) {
            lacks.retain(|lack| *lack != Lack::Storage);
            lacks.push(Lack::Storage);
        }
        let refused = matches!(self.location.failure, Some(NoPosition::Denied));
        if refused && !lacks.contains(&Lack::Position) {
            lacks.push(Lack::Position);
        }
        // Nothing was read yet: it is too early to say that storage works.
        (self.walks_known || !lacks.is_empty()).then_some(lacks)
    }
}
