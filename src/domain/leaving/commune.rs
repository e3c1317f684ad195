//! The commune that the rows of the files name, as the INSEE code: nothing leaves without one.

use crate::domain::campaign::Campaign;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::walk::Walk;
use crate::domain::walk::notebook::Notebook;

/// The code of a commune as it is typed: five characters, the first two a department (`01` to `19`,
/// `2A`, `2B`, `21` to `95`, `97`, `98`), the last three its number there, from `001`. `None` for
/// what cannot be one.
pub fn checked(typed: &str) -> Option<String> {
    let code = typed.trim().to_ascii_uppercase();
    let (department, number) = code.split_at_checked(2)?;
    let is_department = match department {
        "2A" | "2B" => true,
        "20" | "96" => false,
        digits => {
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number && digits.parse().is_ok_and(|number: u8| (1..=98).contains(&number))
        }
    };
    let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_department && is_number && number != "000").then_some(code)
}

/// The commune of a campaign: what its sheet says, else the first of its walks that names one. `None`
/// when it has to be asked.
pub fn of_campaign(campaign: &Campaign, sheet: &CampaignSheet) -> Option<String> {
    let walks = campaign.walks().into_iter().map(|walk| walk.commune.as_str());
    std::iter::once(sheet.commune.as_str()).chain(walks).find_map(checked)
}

/// The commune of a walk that leaves by itself: its own, else that of its perimeter.
pub fn of_walk(walk: &Walk, notebook: &Notebook) -> Option<String> {
    let perimeter = notebook.perimeter().map(|(_, perimeter)| perimeter.insee_com.as_str());
    std::iter::once(walk.commune.as_str()).chain(perimeter).find_map(checked)
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn five_characters_of_a_department_are_a_code() {
        for (typed, code) in [
            ("80021", Some("80021")),
            (" 01004 ", Some("01004")),
            ("2a004", Some("2A004")),
            ("2B033", Some("2B033")),
            ("97411", Some("97411")),
            ("98735", Some("98735")),
            ("", None),
            ("8002", None),
            ("800211", None),
            ("00123", None),
            ("20004", None),
            ("96001", None),
            ("99100", None),
            ("2C004", None),
            ("80000", None),
            ("Amien", None),
            ("80 21", None),
            ("８００２１", None),
            ("é0021", None),
        ] {
            assert_eq!(checked(typed).as_deref(), code, "{typed}");
        }
    }
}
