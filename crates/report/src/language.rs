//! The languages of the form.

use crate::word::words;

words! {
    /// A language the form can be shown and answered in, by its BCP 47 tag.
    pub enum Language by tag {
        /// Dutch.
        Dutch = "nl",
        /// English.
        English = "en",
        /// Arabic.
        Arabic = "ar",
        /// Tigrinya.
        Tigrinya = "ti",
        /// Turkish.
        Turkish = "tr",
        /// Somali.
        Somali = "so",
        /// Persian as spoken in Iran.
        Farsi = "fa",
        /// Persian as spoken in Afghanistan; browsers call it `fa-AF`.
        Dari = "prs",
        /// Pashto.
        Pashto = "ps",
        /// Northern Kurdish.
        Kurmanji = "kmr",
        /// Central Kurdish.
        Sorani = "ckb",
        /// French.
        French = "fr",
        /// Russian.
        Russian = "ru",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Spanish.
        Spanish = "es",
        /// Amharic.
        Amharic = "am",
    }
}

impl Language {
    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        matches!(
            self,
            Language::Arabic
                | Language::Farsi
                | Language::Dari
                | Language::Pashto
                | Language::Sorani
        )
    }

    /// What its speakers call it, in their own script.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Dutch => "Nederlands",
            Language::English => "English",
            Language::Arabic => "العربية",
            Language::Tigrinya => "ትግርኛ",
            Language::Turkish => "Türkçe",
            Language::Somali => "Soomaali",
            Language::Farsi => "فارسی",
            Language::Dari => "دری",
            Language::Pashto => "پښتو",
            Language::Kurmanji => "Kurmancî",
            Language::Sorani => "سۆرانی",
            Language::French => "Français",
            Language::Russian => "Русский",
            Language::Ukrainian => "Українська",
            Language::Spanish => "Español",
            Language::Amharic => "አማርኛ",
        }
    }
}
