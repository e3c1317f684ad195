//! Which browser this is, as far as installing the app differs: told from its own name for itself,
//! and never used for anything else.

/// A browser, by how an app is installed in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Browser {
    /// Chrome and its kin on Android.
    Android,
    /// Safari on iPhone and iPad; there an installed app has a storage of its own.
    Ios,
    /// The window that a messaging app opens on Android: it keeps nothing.
    InAppAndroid,
    /// The same on iPhone and iPad.
    InAppIos,
    /// Anything else.
    Other,
}

/// What the windows of messaging and social apps call themselves.
const IN_APP: [&str; 14] = [
    "FBAN",
    "FBAV",
    "FB_IAB",
    "Instagram",
    "WhatsApp",
    "Line/",
    "MicroMessenger",
    "Snapchat",
    "Twitter",
    "LinkedInApp",
    "TikTok",
    "musical_ly",
    "Telegram",
    "GSA/",
];

impl Browser {
    /// The browser of a `User-Agent`, and whether the device has a touch screen: an iPad calls
    /// itself a Macintosh.
    pub fn of(user_agent: &str, has_touch: bool) -> Self {
        let has = |word: &str| user_agent.contains(word);
        let is_ios = has("iPhone") || has("iPad") || has("iPod") || (has("Macintosh") && has_touch);
        let is_android = has("Android");
        // Android's own window inside an app says `wv`; on iPhone, Safari is not named in it.
        let in_app = IN_APP.iter().any(|name| has(name))
            || (is_android && has("; wv)"))
            || (is_ios && !has("Safari/"));
        match (is_ios, is_android, in_app) {
            (true, _, true) => Self::InAppIos,
            (true, _, false) => Self::Ios,
            (_, true, true) => Self::InAppAndroid,
            (_, true, false) if has("Chrome/") => Self::Android,
            _ => Self::Other,
        }
    }

    /// Whether it is the window of another app.
    pub fn is_in_app(self) -> bool {
        matches!(self, Self::InAppAndroid | Self::InAppIos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_by_what_they_say() {
        let of = |said: &str| Browser::of(said, true);
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
        assert_eq!(of(android), Browser::Android);
        let view = android.replace("; K)", "; K; wv)");
        assert_eq!(of(&view), Browser::InAppAndroid);
        assert_eq!(of(&format!("{android} Instagram 330.0")), Browser::InAppAndroid);
        let ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(of(ios), Browser::Ios);
        assert_eq!(of(&ios.replace(" Safari/604.1", "")), Browser::InAppIos);
        assert_eq!(of(&format!("{ios} [FBAN/FBIOS;FBAV/400]")), Browser::InAppIos);
        let ipad = ios.replace(
            "iPhone; CPU iPhone OS 17_5 like Mac OS X",
            "Macintosh; Intel Mac OS X 10_15_7",
        );
        assert_eq!(Browser::of(&ipad, true), Browser::Ios);
        assert_eq!(Browser::of(&ipad, false), Browser::Other);
        let firefox = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0";
        assert_eq!(of(firefox), Browser::Other);
        assert!(of(&view).is_in_app() && !of(ios).is_in_app());
    }
}
