//! Cars.

use super::form::{flag, integer, text};
use super::state::State;
use super::{Call, HandlerResult, Rejection, done, webhooks};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

fn check(state: &State, fields: &Map<String, Value>, whole: bool) -> Result<(), Rejection> {
    let mut wrong = Vec::new();
    for field in ["stocknum", "make", "model"] {
        if text(fields.get(field)).is_none() && (whole || fields.contains_key(field)) {
            wrong.push((field.to_owned(), "can't be blank".to_owned()));
        }
    }
    if integer(fields.get("year")).is_none() && (whole || fields.contains_key("year")) {
        wrong.push(("year".to_owned(), "can't be blank".to_owned()));
    }
    let dealership = integer(fields.get("dealership_id"));
    if dealership.is_none_or(|id| !state.dealerships.contains_key(&id))
        && (whole || fields.contains_key("dealership_id"))
    {
        wrong.push(("dealership".to_owned(), "must exist".to_owned()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Rejection::unprocessable(wrong)) }
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let mut fields = call.wrapped("car")?;
    check(state, &fields, true)?;
    let dealership = integer(fields.get("dealership_id")).unwrap_or_default();
    call.reaches(&state.settings, dealership)?;
    let matches = fields.remove("match_existing_car_by_stocknum");
    let same = |car: &Map<String, Value>| {
        car.get("stocknum") == fields.get("stocknum") && integer(car.get("dealership_id")) == Some(dealership)
    };
    let known = state.cars.iter().find(|(_, car)| same(car)).map(|(id, _)| *id);
    let id = match known.filter(|_| flag(matches.as_ref())) {
        Some(id) => id,
        None => state.next(),
    };
    let car = state.cars.entry(id).or_default();
    car.append(&mut fields);
    car.insert("id".to_owned(), json!(id));
    webhooks::car_changed(state, id, call.now);
    Ok(match done(&state.settings, "car", json!({"id": id})) {
        response if response.status == 200 => FakeResponse { status: state.settings.created_status, ..response },
        response => response,
    })
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let mut fields = call.wrapped("car")?;
    let id = call.param(0).parse::<i64>().ok().filter(|id| state.cars.contains_key(id));
    let Some(id) = id else { return Err(Rejection::new(404, "Car not found")) };
    let dealership = state.cars.get(&id).and_then(|car| integer(car.get("dealership_id"))).unwrap_or_default();
    call.reaches(&state.settings, dealership)?;
    check(state, &fields, state.settings.update_needs_all)?;
    if let Some(car) = state.cars.get_mut(&id) {
        car.append(&mut fields);
    }
    webhooks::car_changed(state, id, call.now);
    Ok(done(&state.settings, "car", json!({"id": id})))
}
