//! Views of one single type. Leptos builds a type for every shape of view, and the wasm grows with
//! each of them; here every element, attribute and listener has the same type, so that a screen
//! more costs only its own words. On a slow phone that is seconds of the first start.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::style::style;

/// An element being put together. Boxed: it is passed from call to call as one word.
pub(in crate::ui) struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Words that are part of the program, or were made.
type Text = Cow<'static, str>;

/// Starts an element.
#[inline(never)]
pub(in crate::ui) fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A `<button type="button">`.
#[inline(never)]
pub(in crate::ui) fn button(class: &'static str) -> Element {
    el("button").attr("type", "button").class(class)
}

/// A link to a screen.
#[inline(never)]
pub(in crate::ui) fn link(class: &'static str, route: crate::app::Route) -> Element {
    let here = crate::platform::screen::page();
    let link = el("a").class(class).attr("href", route.address(here));
    if route.page().is_none_or(|page| page == here) {
        return link;
    }
    // Another page: not before everything of this one is safe.
    link.on("click", move |event| crate::platform::screen::leave(&event, route))
}

/// A text.
pub(in crate::ui) fn text(words: impl Into<Text>) -> AnyView {
    text_view(words.into())
}

#[inline(never)]
fn text_view(words: Text) -> AnyView {
    words.into_owned().into_any()
}

/// A paragraph.
pub(in crate::ui) fn paragraph(class: &'static str, words: impl Into<Text>) -> AnyView {
    paragraph_view(class, words.into())
}

#[inline(never)]
fn paragraph_view(class: &'static str, words: Text) -> AnyView {
    el("p").class(class).text(words).view()
}

/// What changes with what it reads.
pub(in crate::ui) fn follow(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    follow_boxed(Box::new(view))
}

#[inline(never)]
fn follow_boxed(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

/// What is said as it changes: the region is there before it speaks, and takes no room while it is
/// silent.
pub(in crate::ui) fn said_here(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    el("div").class("messages").attr("role", "status").child(follow(view)).view()
}

/// A text that changes with what it reads.
pub(in crate::ui) fn follow_text(words: impl Fn() -> String + Send + 'static) -> AnyView {
    follow_text_boxed(Box::new(words))
}

#[inline(never)]
fn follow_text_boxed(words: Box<dyn FnMut() -> String + Send>) -> AnyView {
    words.into_any()
}

/// Nothing.
#[inline(never)]
pub(in crate::ui) fn nothing() -> AnyView {
    ().into_any()
}

/// Several views after each other.
#[inline(never)]
pub(in crate::ui) fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

impl Element {
    #[inline(never)]
    fn attribute(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    fn named(self, name: &'static str, value: Text) -> Self {
        self.attribute(custom_attribute(name, value.into_owned()).into_any_attr())
    }

    #[inline(never)]
    fn named_follow(
        self,
        name: &'static str,
        value: Box<dyn FnMut() -> Option<String> + Send>,
    ) -> Self {
        self.attribute(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn heard(self, name: &'static str, heard: Box<dyn FnMut(web_sys::Event)>) -> Self {
        self.attribute(on(Custom::<web_sys::Event>::new(name), heard).into_any_attr())
    }

    #[inline(never)]
    pub(in crate::ui) fn class(self, class: &'static str) -> Self {
        if class.is_empty() { self } else { self.named("class", class.into()) }
    }

    pub(in crate::ui) fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.named(name, value.into())
    }

    /// An attribute that changes with what it reads, absent for `None`.
    pub(in crate::ui) fn attr_follow(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        self.named_follow(name, Box::new(value))
    }

    /// `aria-pressed`, followed.
    pub(in crate::ui) fn pressed(self, pressed: impl Fn() -> bool + Send + 'static) -> Self {
        self.pressed_boxed(Box::new(pressed))
    }

    #[inline(never)]
    fn pressed_boxed(self, pressed: Box<dyn Fn() -> bool + Send>) -> Self {
        self.named_follow("aria-pressed", Box::new(move || Some(pressed().to_string())))
    }

    /// `hidden`, followed.
    pub(in crate::ui) fn hidden(self, hidden: impl Fn() -> bool + Send + 'static) -> Self {
        self.named_follow("hidden", Box::new(move || hidden().then(String::new)))
    }

    /// A property of style, set through the object model: the page's policy allows no style
    /// attribute.
    pub(in crate::ui) fn style(self, name: &'static str, value: String) -> Self {
        self.attribute(style((name, value)).into_any_attr())
    }

    /// The same, followed.
    pub(in crate::ui) fn style_follow(
        self,
        name: &'static str,
        value: impl Fn() -> String + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.attribute(style((name, value)).into_any_attr())
    }

    pub(in crate::ui) fn on(
        self,
        name: &'static str,
        heard: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        self.heard(name, Box::new(heard))
    }

    pub(in crate::ui) fn on_click(self, tapped: impl Fn() + 'static) -> Self {
        self.clicked(Box::new(tapped))
    }

    #[inline(never)]
    fn clicked(self, tapped: Box<dyn Fn()>) -> Self {
        self.heard("click", Box::new(move |_| tapped()))
    }

    /// Every change of a field's value.
    pub(in crate::ui) fn on_value(
        self,
        name: &'static str,
        typed: impl Fn(String) + 'static,
    ) -> Self {
        self.typed(name, Box::new(typed))
    }

    #[inline(never)]
    fn typed(self, name: &'static str, typed: Box<dyn Fn(String)>) -> Self {
        let heard = move |event: web_sys::Event| typed(crate::platform::screen::value_of(&event));
        self.heard(name, Box::new(heard))
    }

    #[inline(never)]
    pub(in crate::ui) fn child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    pub(in crate::ui) fn children(self, children: impl IntoIterator<Item = AnyView>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    pub(in crate::ui) fn text(self, words: impl Into<Text>) -> Self {
        self.child(text_view(words.into()))
    }

    /// A picture of the sprite.
    #[inline(never)]
    pub(in crate::ui) fn icon(self, name: &'static str) -> Self {
        self.child(super::icon(name))
    }

    /// Words in an element of their own, so that they can be laid out beside a picture.
    pub(in crate::ui) fn span(self, words: impl Into<Text>) -> Self {
        self.spanned(words.into())
    }

    #[inline(never)]
    fn spanned(self, words: Text) -> Self {
        self.child(el("span").child(text_view(words)).view())
    }

    #[inline(never)]
    pub(in crate::ui) fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}
