//! That the notice was heard on a device, and what the device lacked then.

use super::{Fields, Written};
use crate::domain::ledger::record::NoticeHeard;

pub(super) fn write_notice(notice: &NoticeHeard, written: &mut Written) {
    written.text("version", &notice.version);
    written.text("ready", &notice.ready);
    written.text("check", &notice.check);
}

pub(super) fn read_notice(fields: &Fields<'_>) -> Option<NoticeHeard> {
    let text = |name| fields.get_text(name).map(str::to_owned);
    let [ready, check] = ["ready", "check"].map(|name| text(name).unwrap_or_default());
    Some(NoticeHeard { version: text("version")?, ready, check })
}
