//! What takes the finger: a press that moves the plan or a mark, that is held, or that taps; and the
//! keys that do the same.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{CLUSTER, PLAN, TOGETHER, View};
use crate::app::view::marks::Overlay;
use crate::domain::observation::place::{LocalFrame, Place};
use crate::platform::map::MapEvent;
use crate::platform::screen;

/// A finger that moved less (CSS pixels) tapped.
const STILL_PX: f64 = 8.0;
/// A finger that stayed so long (ms) means the place.
const HOLD_MS: u32 = 500;

/// A finger on the plan.
#[derive(Clone, PartialEq)]
struct Touch {
    from: (f64, f64),
    at: (f64, f64),
    centre: Place,
    /// The mark it began on, when that can be moved.
    mark: Option<(Overlay, String)>,
    moved: bool,
    held: bool,
    /// Tells this touch apart from the next one.
    number: u32,
}

/// The mark that a finger moves, and where it is now.
pub(super) type Dragged = Option<(Overlay, String, (f64, f64))>;

/// The finger that the plan follows, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Finger {
    plan: View,
    touch: RwSignal<Option<Touch>>,
    numbers: StoredValue<u32>,
}

impl Finger {
    pub(super) fn of(plan: View) -> Self {
        Self { plan, touch: RwSignal::new(None), numbers: StoredValue::new(0) }
    }

    /// Followed by the drawing.
    pub(super) fn dragged(self) -> Memo<Dragged> {
        Memo::new(move |_| {
            let touch = self.touch.get()?;
            let (set, id) = touch.mark.filter(|_| touch.moved)?;
            Some((set, id, touch.at))
        })
    }

    /// It came down; a mark of `draggable` goes with it.
    pub(super) fn pressed(
        self,
        event: &web_sys::Event,
        draggable: &[Overlay],
        on: Rc<dyn Fn(MapEvent)>,
    ) {
        let Some(here) = place_on_plan(event) else { return };
        let mark = screen::marked_target(event, ["data-overlay", "data-id"])
            .and_then(|(set, id)| Some((Overlay::from_name(&set)?, id)))
            .filter(|(set, _)| draggable.contains(set));
        if let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() {
            screen::hold_pointer(event);
        }
        self.numbers.update_value(|number| *number += 1);
        let number = self.numbers.get_value();
        let can_hold = mark.is_none();
        self.touch.set(Some(Touch {
            from: here,
            at: here,
            centre: self.plan.centre(),
            mark,
            moved: false,
            held: false,
            number,
        }));
        if !can_hold {
            return;
        }
        leptos::task::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(HOLD_MS).await;
            let still = self
                .touch
                .try_get_untracked()
                .flatten()
                .is_some_and(|touch| touch.number == number && !touch.moved);
            if !still {
                return;
            }
            self.touch.update(|touch| touch.iter_mut().for_each(|touch| touch.held = true));
            if let Some(place) = untrack(|| self.plan.projection()).place(here) {
                on(MapEvent::Held(place));
            }
        });
    }

    /// It moved; without a mark the plan goes with it.
    pub(super) fn moved(self, event: &web_sys::Event) {
        let Some(here) = place_on_plan(event) else { return };
        let Some(mut now) = self.touch.get_untracked() else { return };
        if now.held {
            return;
        }
        now.at = here;
        let (across, down) = (here.0 - now.from.0, here.1 - now.from.1);
        now.moved |= across.hypot(down) > STILL_PX;
        if now.moved && now.mark.is_none() {
            let metres = self.plan.metres_a_pixel.get_untracked();
            let frame = LocalFrame::around(now.centre);
            if let Ok(centre) = frame.place_from_local((-across * metres, down * metres)) {
                self.plan.fly(centre);
            }
        }
        self.touch.set(Some(now));
    }

    /// It went up.
    pub(super) fn released(self, event: &web_sys::Event, on: &dyn Fn(MapEvent)) {
        let Some(ended) = self.touch.try_update(Option::take).flatten() else { return };
        let Some(place) = untrack(|| self.plan.projection()).place(ended.at) else { return };
        match ended.mark {
            _ if ended.held => {}
            Some((set, id)) if ended.moved => on(MapEvent::Dragged(set, id, place)),
            _ if ended.moved => {}
            _ => {
                // The pointer is held by the plan: what is under it is asked for anew.
                let under = event
                    .dyn_ref::<web_sys::MouseEvent>()
                    .and_then(screen::element_under)
                    .and_then(|element| {
                        let set = element.get_attribute("data-overlay")?;
                        Some((set, element.get_attribute("data-id")?))
                    });
                match under {
                    Some((set, _)) if set == CLUSTER => {
                        self.plan.fly(place);
                        self.plan.zoom(0.4);
                    }
                    Some((set, ids)) if set == TOGETHER => {
                        let ids = ids.split(' ').map(ToOwned::to_owned).collect();
                        on(MapEvent::Together(Overlay::Observations, ids));
                    }
                    Some((set, id)) => {
                        if let Some(set) = Overlay::from_name(&set) {
                            on(MapEvent::Tapped(set, id, place));
                        }
                    }
                    None => on(MapEvent::Point(place)),
                }
            }
        }
    }

    /// The browser took it for something else.
    pub(super) fn lost(self) {
        self.touch.set(None);
    }
}

/// Where an event was, in pixels from the plan's corner.
fn place_on_plan(event: &web_sys::Event) -> Option<(f64, f64)> {
    let event = event.dyn_ref::<web_sys::MouseEvent>()?;
    let (right, down) = screen::place_in_element(event);
    let (wide, high) = screen::element(PLAN).map(|element| screen::size_of(&element))?;
    Some((right * wide, down * high))
}

/// A key moves the plan or brings it closer.
pub(super) fn key(plan: View, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    let bearing = match event.key().as_str() {
        "ArrowUp" => 0.0,
        "ArrowRight" => 90.0,
        "ArrowDown" => 180.0,
        "ArrowLeft" => 270.0,
        "+" => return plan.zoom(0.7),
        "-" => return plan.zoom(1.4),
        _ => return,
    };
    event.prevent_default();
    plan.fly(plan.centre().moved(bearing, 60.0 * plan.metres_a_pixel.get_untracked()));
}
