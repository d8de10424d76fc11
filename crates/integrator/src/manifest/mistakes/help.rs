//! Telephone numbers outside this channel.

use jiff::civil::Date;
use report::Language;

use super::Fault;
use super::findings::Findings;
use super::node::Node;
use super::values;

/// For how many days a telephone number counts as tried: as long as a reader's key by default.
const CHECKED: i32 = 90;

pub(super) fn read(
    node: Option<&Node<'_>>,
    today: Date,
    released: &[Language],
    findings: &mut Findings<'_>,
) {
    let Some(node) = node else { return };
    let Some(list) = node.list(findings) else {
        return;
    };
    let mut without = released.to_vec();
    for help in &list {
        let spoken = read_one(help, today, released, findings);
        without.retain(|it| !spoken.is_empty() && !spoken.contains(it));
    }
    if !without.is_empty() {
        let tags: Vec<&str> = without.iter().map(|it| it.tag()).collect();
        findings.add(node.spot(), Fault::NoHelp(tags.join(", ")));
    }
}

/// The languages in which somebody answers; none where it is not said.
fn read_one(
    node: &Node<'_>,
    today: Date,
    released: &[Language],
    findings: &mut Findings<'_>,
) -> Vec<Language> {
    let required = ["name", "telephone", "checked"];
    let Some(help) = node.members(&required, &["languages"], findings) else {
        return Vec::new();
    };
    let languages = help.get("languages");
    let languages = languages.map_or_else(Vec::new, |it| values::read_languages(it, findings));
    let shown = match &languages[..] {
        [] => released,
        some => some,
    };
    values::read_words(help.get("name"), shown, findings);
    if let Some(node) = help.get("telephone")
        && let Some(number) = node.text(findings)
        && !values::is_telephone(number)
    {
        findings.add(node.spot(), Fault::Telephone);
    }
    if let Some(node) = help.get("checked")
        && let Some(day) = values::read_past_day(node, today, findings)
    {
        let ago = values::days_between(day, today);
        if ago > CHECKED {
            findings.add(node.spot(), Fault::CheckedLongAgo(ago));
        }
    }
    languages
}
