use leptos::prelude::*;

/// A picture from the sprite in the page. It says nothing to a screen reader: words stand beside.
pub(in crate::ui) fn icon(name: &'static str) -> AnyView {
    view! { <svg class="icon" aria-hidden="true" focusable="false"><use_ href=format!("#i-{name}")></use_></svg> }
        .into_any()
}
