//! How the view is written: one kind of element, one kind of attribute, one kind of child.
//!
//! The macro of the rendering library makes a type of its own for every element, with code for each; here that
//! was two thirds of the program, sent over a slow line to a cheap tablet. These few functions build the same
//! elements from erased parts, so that each part is compiled once, and is kept from being copied into its callers.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{Custom, Event as DomEvent, on};
use leptos::html::{self, custom};
use leptos::prelude::*;
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use leptos::tachys::view::iterators::StaticVec;

use crate::text::{Key, Texts};

/// An element that is being put together; boxed, because it is handed from call to call.
pub(super) struct Tag(Box<Parts>);

struct Parts {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of this name.
#[inline(never)]
pub(super) fn tag(name: &'static str) -> Tag {
    Tag(Box::new(Parts {
        name,
        attributes: vec![],
        children: vec![],
    }))
}

impl Tag {
    /// An attribute that stays as it is.
    #[inline(never)]
    pub(super) fn with(self, name: &'static str, value: &str) -> Tag {
        self.attribute(custom_attribute(name, value.to_owned()).into_any_attr())
    }

    /// Its classes.
    #[inline(never)]
    pub(super) fn class(self, classes: &'static str) -> Tag {
        self.with("class", classes)
    }

    /// Its id.
    #[inline(never)]
    pub(super) fn id(self, id: &str) -> Tag {
        self.with("id", id)
    }

    /// An attribute that changes, and is not there while its value is nothing.
    pub(super) fn follows(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Tag {
        self.following(name, Box::new(value))
    }

    /// What it holds is this text, whoever changes it.
    pub(super) fn holds(self, value: Memo<String>) -> Tag {
        self.attribute(prop("value", value).into_any_attr())
    }

    /// It is ticked while this is so.
    pub(super) fn ticked(self, value: Memo<bool>) -> Tag {
        self.attribute(prop("checked", value).into_any_attr())
    }

    /// The element itself, for giving it the focus.
    pub(super) fn remembered(self, element: NodeRef<html::Div>) -> Tag {
        self.attribute(node_ref(element).into_any_attr())
    }

    /// What follows a press.
    pub(super) fn on_press(self, mut act: impl FnMut() + 'static) -> Tag {
        self.heard("click", Box::new(move |_| act()))
    }

    /// What follows each change while a person types.
    pub(super) fn on_typed(self, mut act: impl FnMut(String) + 'static) -> Tag {
        self.heard(
            "input",
            Box::new(move |event| act(event_target_value(&event))),
        )
    }

    /// What follows another value chosen.
    pub(super) fn on_chosen(self, mut act: impl FnMut(String) + 'static) -> Tag {
        self.heard(
            "change",
            Box::new(move |event| act(event_target_value(&event))),
        )
    }

    /// What follows a tick set or taken away.
    pub(super) fn on_ticked(self, mut act: impl FnMut(bool) + 'static) -> Tag {
        self.heard(
            "change",
            Box::new(move |event| act(event_target_checked(&event))),
        )
    }

    /// What stands in it, after what already does.
    pub(super) fn put(mut self, child: impl Piece) -> Tag {
        child.add_to(&mut self.0.children);
        self
    }

    /// The element as a part of the view.
    #[inline(never)]
    pub(super) fn done(self) -> AnyView {
        let Parts {
            name,
            attributes,
            children,
        } = *self.0;
        custom(name)
            .child(StaticVec::from(children))
            .add_any_attr(attributes)
            .into_any()
    }

    #[inline(never)]
    fn following(
        self,
        name: &'static str,
        value: Box<dyn FnMut() -> Option<String> + Send>,
    ) -> Tag {
        self.attribute(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn heard(self, name: &'static str, act: Box<dyn FnMut(DomEvent)>) -> Tag {
        self.attribute(on(Custom::new(name), act).into_any_attr())
    }

    #[inline(never)]
    fn attribute(mut self, attribute: AnyAttribute) -> Tag {
        self.0.attributes.push(attribute);
        self
    }
}

/// What can stand in an element.
pub(super) trait Piece {
    /// Adds it to the children.
    fn add_to(self, children: &mut Vec<AnyView>);
}

impl Piece for AnyView {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Piece for Tag {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.done());
    }
}

impl Piece for &str {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.to_owned().into_any());
    }
}

impl<P: Piece> Piece for Option<P> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        if let Some(piece) = self {
            piece.add_to(children);
        }
    }
}

impl<P: Piece> Piece for Vec<P> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        self.into_iter().for_each(|it| it.add_to(children));
    }
}

/// Several parts without an element around them.
#[inline(never)]
pub(super) fn together(parts: Vec<AnyView>) -> AnyView {
    StaticVec::from(parts).into_any()
}

/// A part that is drawn again whenever what it read has changed, and is not there while it is nothing.
pub(super) fn live(part: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    boxed(Box::new(part))
}

#[inline(never)]
fn boxed(part: Box<dyn FnMut() -> Option<AnyView> + Send>) -> AnyView {
    part.into_any()
}

/// Words that follow the language on the screen.
#[derive(Clone)]
pub(super) struct Words {
    texts: RwSignal<Texts>,
    key: Key,
    values: Vec<(&'static str, String)>,
}

impl Words {
    /// The text of a key with its places filled.
    pub(super) fn new(
        texts: RwSignal<Texts>,
        key: Key,
        values: Vec<(&'static str, String)>,
    ) -> Words {
        Words { texts, key, values }
    }

    fn now(&self) -> String {
        self.texts.with(|texts| {
            let values: Vec<_> = self
                .values
                .iter()
                .map(|(name, it)| (*name, it.as_str()))
                .collect();
            texts.fill(self.key, &values)
        })
    }
}

impl Piece for Words {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        let words: Box<dyn FnMut() -> String + Send> = Box::new(move || self.now());
        children.push(words.into_any());
    }
}
