//! What a person can do about each.

use super::Fault;

impl Fault {
    /// What to do about it, as one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Syntax(_) => {
                "Look at this place and just before it; an editor that knows JSON helps."
            }
            Self::NotA(_) | Self::Unknown(_) | Self::Missing(_) | Self::Format => {
                "See docs/site.schema.json for what stands where."
            }
            Self::Twice(_) => "Take one of the two away.",
            Self::ToFillIn => "Write what is true of your site; docs/site.md says what goes where.",
            Self::Id => "Use 1 to 64 lower-case letters, digits and hyphens.",
            Self::SiteId => {
                "Use 1 to 64 lower-case letters, digits and hyphens, no hyphen first or last."
            }
            Self::Day => "Write it like 2027-01-31.",
            Self::LastBeforeFirst(_) => "Correct one of the two days.",
            Self::SequenceNotHigher(_) => {
                "`sealpost site sign --previous` raises it; devices refuse an edition that is not higher."
            }
            Self::OtherSite(_) => "Give the edition before of this very site.",
            Self::Expired(_) | Self::ExpiresSoon(_) => {
                "Sign a new edition with a later last day: `sealpost site sign --expires DAY`."
            }
            Self::Language(_) => {
                "Use nl, en, ar, ti, tr, so, fa, prs, ps, kmr, ckb, fr, ru, uk, es or am."
            }
            Self::NoLanguage => "Name at least one language in `languages`.",
            Self::WordsMissing(_) | Self::EnglishInstead(_) => {
                "Add the words, or take the language out of `languages` until they are there."
            }
            Self::KeyLength { .. } | Self::KeyDamaged => {
                "Take the key again from where it was made; `sealpost site add-holder` copies it whole."
            }
            Self::KeyPrivate => {
                "Take it out, let its owner make a new key with `sealpost keygen`, and use the new public half."
            }
            Self::KeyTwice(_) => "Take one away; a second person needs a key of their own.",
            Self::KeyOver(_) => "Take it out; nothing is sealed to it any more.",
            Self::RoleTwice { .. } => "Move the holders into one role and take the other away.",
            Self::TabletTwice(_) => "Take one away, or give it its own id and key.",
            Self::UnknownRole(_) => "Correct the id, or define the role: `sealpost site add-role`.",
            Self::Category(_) => "Use a code from docs/site.schema.json, such as OTH-OTH.",
            Self::NotOffered(_) => "Leave `resident` and `onChoice` empty here.",
            Self::OnSiteReader { .. } => "Name a role off the site instead.",
            Self::ExclusionMissing(_) => {
                "Put it back with the value \"on-site\"; exclusions can be added and never taken away."
            }
            Self::NeverCombined { .. } => {
                "Take the role out of one of the two; a worry about health is not a suspicion."
            }
            Self::FallbackOnSite => "Name a role with \"onSite\": false.",
            Self::FallbackWithoutKey { .. } | Self::Gap { .. } => {
                "Add the next key with `sealpost site add-holder --after`, or correct the days."
            }
            Self::Nobody(_) => "Add its people with `sealpost site add-holder`.",
            Self::OneKey { .. } => "Add a second person, for days when the first is away.",
            Self::TooManyKeys { .. } => {
                "Take holders or roles away, or let their days follow each other."
            }
            Self::Telephone => "Use digits, blanks and hyphens, perhaps a + in front.",
            Self::CheckedLongAgo(_) => "Call the number, then write today's day.",
            Self::NotYet(_) => "Write the day on which it was done.",
            Self::DeputyItself => "Name another role, or none: then the fallback role takes over.",
            Self::NotTrained(_) => {
                "Write the day of the confirmation in `trainingConfirmed`, or leave `staff` empty here."
            }
            Self::NoHelp(_) => "Add a number that answers in these languages to `help`.",
            Self::WordLong(_) => "Write one word, or a few that stand together.",
            Self::Range { .. } => "Choose a number in between.",
            Self::Refused(_) => "Compare the manifest with docs/site.schema.json.",
            Self::Signature(_) => "Sign it again with `sealpost site sign`, or give the right key.",
        }
    }
}
