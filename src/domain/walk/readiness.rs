//! What a phone lacks to walk without a network, told by the page that looked. Nothing of it names
//! the device.

/// One thing that is lacking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// The page is open in the window of another app, where nothing lasts.
    InApp,
    /// The address is not protected: no copy of the app and no position.
    Insecure,
    /// The browser keeps no copy of the app: a private window, or an old browser.
    Private,
    /// The copy is being made.
    Copying,
    /// A file that arrived is not the one that was built: its name, the digest that was expected and
    /// the one that was received.
    Altered(String, String, String),
    /// A file did not arrive: its name, and what was answered in its place.
    Missing(String, String),
    /// The copy could not be made; why, as the browser says it.
    NoCopy(String),
    /// Nothing can be stored.
    Storage,
    /// The position was refused.
    Position,
}

/// The code of a phone that lacks nothing, as a notebook carries it.
pub const READY: &str = "ready";

impl Obstacle {
    /// What the page's script says: lines, each a code and what belongs to it, parted by tabs. What
    /// is not known here is a copy that is not there.
    pub fn read_all(said: &str) -> Vec<Self> {
        said.lines().filter(|line| !line.is_empty()).map(Self::read).collect()
    }

    fn read(line: &str) -> Self {
        let mut parts = line.split('\t').map(str::to_owned);
        let code = parts.next().unwrap_or_default();
        let mut part = || parts.next().unwrap_or_default();
        match code.as_str() {
            "in_app" => Self::InApp,
            "insecure" => Self::Insecure,
            "private" => Self::Private,
            "copying" => Self::Copying,
            "altered" => Self::Altered(part(), part(), part()),
            "missing" => Self::Missing(part(), part()),
            "storage" => Self::Storage,
            "position" => Self::Position,
            _ => Self::NoCopy(part()),
        }
    }

    /// The code that a notebook carries.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InApp => "in_app",
            Self::Insecure => "insecure",
            Self::Private => "private",
            Self::Copying => "copying",
            Self::Altered(..) => "altered",
            Self::Missing(..) => "missing",
            Self::NoCopy(_) => "no_copy",
            Self::Storage => "storage",
            Self::Position => "position",
        }
    }

    /// What of these a notebook carries: codes alone, or [`READY`] where nothing is lacking.
    pub fn verdict(lacks: &[Self]) -> String {
        let codes: Vec<&str> = lacks.iter().map(Self::code).collect();
        if codes.is_empty() { READY.to_owned() } else { codes.join(" ") }
    }

    /// The same read back, `None` where nothing was said. Codes of a later version are a copy that is
    /// not there.
    pub fn of_verdict(verdict: &str) -> Option<Vec<Self>> {
        let codes = verdict.split(' ').filter(|code| *code != READY);
        (!verdict.is_empty()).then(|| codes.map(Self::read).collect())
    }

    /// Whether it is about the copy of the app.
    pub fn is_of_copy(&self) -> bool {
        !matches!(self, Self::Storage | Self::Position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_says_is_read() {
        let said = "altered\tindex.html\t0badcafe\t00c0ffee\nposition\n";
        let lacks = Obstacle::read_all(said);
        let altered = Obstacle::Altered("index.html".into(), "0badcafe".into(), "00c0ffee".into());
        assert_eq!(lacks, [altered, Obstacle::Position]);
        assert_eq!(Obstacle::read_all(""), []);
        assert_eq!(Obstacle::read_all("failed\twhy"), [Obstacle::NoCopy("why".into())]);
    }

    /// Names and digests of files stay on the phone.
    #[test]
    fn a_notebook_carries_codes_alone() {
        let lacks = Obstacle::read_all("altered\tindex.html\t0badcafe\t00c0ffee\nposition");
        assert_eq!(Obstacle::verdict(&lacks), "altered position");
        assert_eq!(Obstacle::verdict(&[]), READY);
        assert_eq!(Obstacle::of_verdict(READY), Some(Vec::new()));
        assert_eq!(Obstacle::of_verdict(""), None);
        let codes = ["in_app", "insecure", "private", "copying", "storage", "position"];
        for code in codes {
            let read = Obstacle::of_verdict(code).unwrap();
            assert_eq!(Obstacle::verdict(&read), code);
        }
        assert_eq!(Obstacle::of_verdict("smell").unwrap(), [Obstacle::NoCopy(String::new())]);
    }
}
