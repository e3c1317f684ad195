//! What reading all that a phone stores found, as its notebook carries it. Nothing of it names the device.

use crate::domain::stamp::is_date;

/// How the second copy is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SecondCopyState {
    /// This browser has no place for one.
    #[default]
    None,
    /// It is there.
    Kept,
    /// It is there, without photos: there is little room.
    WithoutPhotos,
    /// It could not be written or read.
    Failed,
    /// The database itself could not be read.
    Unread,
}

impl SecondCopyState {
    /// Every state, by the number under which a worker says it.
    pub const ALL: [Self; 5] =
        [Self::None, Self::Kept, Self::WithoutPhotos, Self::Failed, Self::Unread];

    /// The code that a notebook carries.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "one_copy",
            Self::Kept => "two_copies",
            Self::WithoutPhotos => "photos_once",
            Self::Failed => "second_failed",
            Self::Unread => "unread",
        }
    }
}

/// What the check of a phone found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PhoneCheck {
    /// The local day on which it was checked, `YYYY-MM-DD`: it says nothing of later ones.
    pub on: String,
    /// How the second copy was.
    pub second: SecondCopyState,
    /// Records and photos that were damaged, and are whole again.
    pub mended: usize,
    /// Those that are damaged in both copies.
    pub bent: usize,
}

impl PhoneCheck {
    /// Whether somebody should look at that phone: something was damaged, or could not be read.
    pub fn asks_for_care(&self) -> bool {
        self.mended + self.bent > 0
            || matches!(self.second, SecondCopyState::Failed | SecondCopyState::Unread)
    }

    /// A code, two numbers and a day, which [`Self::read`] reads.
    pub fn write(&self) -> String {
        format!("{} {} {} {}", self.second.code(), self.mended, self.bent, self.on)
    }

    /// What was written; `None` when it is something else, or of a later version.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let code = parts.next()?;
        let second = SecondCopyState::ALL.into_iter().find(|state| state.code() == code)?;
        let mut number = || parts.next()?.parse().ok();
        let (mended, bent) = (number()?, number()?);
        let on = parts.next().filter(|on| is_date(on))?.to_owned();
        parts.next().is_none().then_some(Self { on, second, mended, bent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_read_back_and_nothing_else_is_taken_for_it() {
        for second in SecondCopyState::ALL {
            for (mended, bent) in [(0, 0), (2, 0), (0, 7)] {
                let check = PhoneCheck { on: "2026-11-28".into(), second, mended, bent };
                assert_eq!(PhoneCheck::read(&check.write()), Some(check));
            }
        }
        let others = [
            "",
            "two_copies",
            "two_copies 1 0",
            "two_copies 1 x 2026-11-28",
            "three 0 0 2026-11-28",
            "unread 0 0 0",
            "unread 0 0 2026-11-28 1",
        ];
        for other in others {
            assert_eq!(PhoneCheck::read(other), None, "{other}");
        }
    }

    #[test]
    fn one_copy_is_no_fault_of_the_phone() {
        let check =
            |second, mended, bent| PhoneCheck { second, mended, bent, ..PhoneCheck::default() };
        assert!(!check(SecondCopyState::None, 0, 0).asks_for_care());
        assert!(!check(SecondCopyState::Kept, 0, 0).asks_for_care());
        assert!(check(SecondCopyState::Kept, 1, 0).asks_for_care());
        assert!(check(SecondCopyState::None, 0, 1).asks_for_care());
        assert!(check(SecondCopyState::Unread, 0, 0).asks_for_care());
    }
}
