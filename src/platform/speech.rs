//! Reading aloud with the device's own voice; nothing leaves the device when the voice is local.

use wasm_bindgen::{JsCast, JsValue};

use super::Dispatch;
use crate::app::Event;
use crate::domain::code::Language;

/// Reads a text aloud, or stops when it is reading.
pub fn speak(words: &str, language: Language, dispatch: &Dispatch) {
    let synthesis = web_sys::window().and_then(|window| {
        let value = js_sys::Reflect::get(&window, &"speechSynthesis".into()).ok()?;
        (!value.is_undefined()).then(|| value.unchecked_into::<web_sys::SpeechSynthesis>())
    });
    let Some(synthesis) = synthesis else { return no_voice(dispatch) };
    if synthesis.speaking() {
        synthesis.cancel();
        return;
    }
    let Ok(utterance) = web_sys::SpeechSynthesisUtterance::new_with_text(words) else {
        return no_voice(dispatch);
    };
    utterance.set_lang(language.code());
    utterance.set_rate(0.95);
    // A voice that needs a server is a request to a third party: only local ones are used.
    let local = synthesis.get_voices().iter().find_map(|value: JsValue| {
        let voice = value.unchecked_into::<web_sys::SpeechSynthesisVoice>();
        (voice.local_service() && voice.lang().starts_with(language.code())).then_some(voice)
    });
    let Some(voice) = local else { return no_voice(dispatch) };
    utterance.set_voice(Some(&voice));
    synthesis.speak(&utterance);
}

fn no_voice(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    wasm_bindgen_futures::spawn_local(async move { dispatch(Event::NoVoice) });
}
