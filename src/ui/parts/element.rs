//! Views of one single type. Leptos builds a type for every shape of view, and the wasm grows with
//! each of them; here every element, attribute and listener has the same type, so that a screen
//! more costs only its own words. On a slow phone that is seconds of the first start.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::style::style;
use wasm_bindgen::JsCast;

/// An element being put together.
pub(in crate::ui) struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Starts an element.
pub(in crate::ui) fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// A `<button type="button">`.
pub(in crate::ui) fn button(class: &'static str) -> Element {
    el("button").attr("type", "button").class(class)
}

/// A link to a screen.
pub(in crate::ui) fn link(class: &'static str, route: crate::app::Route) -> Element {
    el("a").class(class).attr("href", route.fragment())
}

/// A text.
pub(in crate::ui) fn text(words: impl Into<String>) -> AnyView {
    words.into().into_any()
}

/// A paragraph.
pub(in crate::ui) fn paragraph(class: &'static str, words: impl Into<String>) -> AnyView {
    el("p").class(class).text(words).view()
}

/// What changes with what it reads.
pub(in crate::ui) fn follow(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(view);
    view.into_any()
}

/// A text that changes with what it reads.
pub(in crate::ui) fn follow_text(words: impl Fn() -> String + Send + 'static) -> AnyView {
    let words: Box<dyn FnMut() -> String + Send> = Box::new(words);
    words.into_any()
}

/// Nothing.
pub(in crate::ui) fn nothing() -> AnyView {
    ().into_any()
}

/// Several views after each other.
pub(in crate::ui) fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

impl Element {
    pub(in crate::ui) fn class(self, class: &'static str) -> Self {
        if class.is_empty() { self } else { self.attr("class", class) }
    }

    pub(in crate::ui) fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// An attribute that changes with what it reads, absent for `None`.
    pub(in crate::ui) fn attr_follow(
        mut self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> Option<String> + Send> = Box::new(value);
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// `aria-pressed`, followed.
    pub(in crate::ui) fn pressed(self, pressed: impl Fn() -> bool + Send + 'static) -> Self {
        self.attr_follow("aria-pressed", move || Some(pressed().to_string()))
    }

    /// `hidden`, followed.
    pub(in crate::ui) fn hidden(self, hidden: impl Fn() -> bool + Send + 'static) -> Self {
        self.attr_follow("hidden", move || hidden().then(String::new))
    }

    /// A property of style, set through the object model: the page's policy allows no style
    /// attribute.
    pub(in crate::ui) fn style(
        mut self,
        name: &'static str,
        value: impl Fn() -> String + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.attributes.push(style((name, value)).into_any_attr());
        self
    }

    pub(in crate::ui) fn on(
        mut self,
        name: &'static str,
        heard: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let heard: Box<dyn FnMut(web_sys::Event)> = Box::new(heard);
        self.attributes.push(on(Custom::<web_sys::Event>::new(name), heard).into_any_attr());
        self
    }

    pub(in crate::ui) fn on_click(self, tapped: impl Fn() + 'static) -> Self {
        self.on("click", move |_| tapped())
    }

    /// Every change of a field's value.
    pub(in crate::ui) fn on_value(
        self,
        name: &'static str,
        typed: impl Fn(String) + 'static,
    ) -> Self {
        self.on(name, move |event| {
            let value = event.target().and_then(|target| {
                target
                    .dyn_ref::<web_sys::HtmlInputElement>()
                    .map(web_sys::HtmlInputElement::value)
                    .or_else(|| {
                        target
                            .dyn_ref::<web_sys::HtmlTextAreaElement>()
                            .map(web_sys::HtmlTextAreaElement::value)
                    })
            });
            typed(value.unwrap_or_default());
        })
    }

    pub(in crate::ui) fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    pub(in crate::ui) fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    pub(in crate::ui) fn text(self, words: impl Into<String>) -> Self {
        self.child(text(words))
    }

    /// A picture of the sprite.
    pub(in crate::ui) fn icon(self, name: &'static str) -> Self {
        self.child(super::icon(name))
    }

    /// Words in an element of their own, so that they can be laid out beside a picture.
    pub(in crate::ui) fn span(self, words: impl Into<String>) -> Self {
        self.child(el("span").text(words).view())
    }

    pub(in crate::ui) fn view(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}
