//! Who a thing is: ids that are made on a phone and never reused. Randomness comes from outside.

use uuid::Uuid;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(pub u128);

        impl $name {
            /// An id of a text such as `0192f3a0-7b1e-7c55-9a10-000000000001`.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(|uuid| Self(uuid.as_u128()))
            }

            /// The id of an instant (ms since 1970, UTC) and 16 random bytes (UUID version 7).
            pub fn made(utc_ms: i64, random: u128) -> Self {
                Self(version_7(utc_ms, random))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                Uuid::from_u128(self.0).hyphenated().fmt(f)
            }
        }
    };
}

identity! {
    /// A walk.
    WalkId
}
identity! {
    /// Any record: an observation, a photo, a walk's sheet…
    RecordId
}

fn version_7(utc_ms: i64, random: u128) -> u128 {
    let ms = u128::try_from(utc_ms.max(0)).unwrap_or(0) & 0xffff_ffff_ffff;
    let random = random & 0x0000_0000_0000_0fff_3fff_ffff_ffff_ffff;
    (ms << 80) | (0x7 << 76) | (0b10 << 62) | random
}

/// One device on one walk: random, made when the walk is opened there, and tied to nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct DeviceNumber(pub u32);

impl DeviceNumber {
    /// A number of 16 random bytes, of which those that make no id are used; never zero, which is
    /// no number yet.
    pub fn made(random: u128) -> Self {
        Self(u32::try_from(random >> 96).unwrap_or_default() | 1)
    }

    /// The number written as eight hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(text, 16).ok().map(Self)
    }
}

impl std::fmt::Display for DeviceNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_is_a_version_7_uuid() {
        let id = RecordId::made(1_762_364_520_000, u128::MAX);
        let text = id.to_string();
        assert_eq!(text.as_bytes()[14], b'7');
        assert_eq!(RecordId::parse(&text), Some(id));
        assert_eq!(RecordId::parse("image.jpg"), None);
        assert_ne!(id, RecordId::made(1_762_364_520_000, 1));
    }

    #[test]
    fn a_device_number_reads_back() {
        let device = DeviceNumber(0x00c0_ffee);
        assert_eq!(DeviceNumber::parse(&device.to_string()), Some(device));
        assert_eq!(DeviceNumber::parse("+0c0ffee"), None);
    }
}
