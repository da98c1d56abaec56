//! Search, create, search again, with the key held.

use super::locks::{KeyGuard, KeyState};
use super::{Doubles, KeyedLead, MatchedFields, Upsert};
use crate::client::{CreateEffect, Created, LeadClient, LeadKey, NewLead};
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::http::{CallOptions, TimeoutKind, saturating_deadline};
use crate::lead::{Lead, LeadId};
use crate::response::{Meta, Reply};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How long after a lost create each search for the lead begins: reads lag behind writes.
const SEARCHES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(6)];

/// Searches for the key; if no lead has it, creates one and searches for others with the same key.
pub(in crate::client) async fn run<C: LeadClient + ?Sized>(
    client: &C,
    key: &LeadKey,
    lead: &NewLead,
    options: &CallOptions,
) -> Result<Reply<Upsert>> {
    let named = |error: Error| error.for_operation(client.vendor(), "upsert");
    if !client.capabilities().upsert {
        return Err(named(Error::unsupported("the vendor has no way to find a lead by a key")));
    }
    key.check(client.capabilities()).map_err(named)?;
    let keyed = client.keyed_lead(key, lead).map_err(named)?;
    let limit = options.deadline.unwrap_or(keyed.deadline);
    let call = Call { client, key, keyed: &keyed, options, ends: saturating_deadline(Instant::now(), limit) };
    let guard = timeout_at(call.ends, keyed.locks.lock(&keyed.scope, key)).await.map_err(|_| {
        named(
            Error::new(ErrorKind::Timeout, "another upsert with the same key did not end in time; nothing was sent")
                .with_timeout_kind(TimeoutKind::Call)
                .with_retryable(true)
                .with_help("call again, or allow a longer deadline"),
        )
    })?;
    call.run(guard).await
}

struct Call<'a, C: ?Sized> {
    client: &'a C,
    key: &'a LeadKey,
    keyed: &'a KeyedLead<'a>,
    options: &'a CallOptions,
    ends: Instant,
}

/// What a search found.
enum Found {
    One(Option<LeadId>, Box<dyn Lead>),
    Several(Vec<LeadId>),
    Nothing,
}

impl<C: LeadClient + ?Sized> Call<'_, C> {
    async fn run(&self, mut guard: KeyGuard<'_>) -> Result<Reply<Upsert>> {
        let before = guard.replace(KeyState::Free);
        if let KeyState::Created(id) = before {
            // Another upsert of this process created it a moment ago, and a search may not see it yet.
            guard.replace(KeyState::Created(id.clone()));
            let matched = Upsert::Matched { id, lead: None, fields: MatchedFields::Left };
            return Ok(Reply::new(matched, Meta::default()));
        }
        let mut attempts = 0;
        let is_unknown = matches!(before, KeyState::Unknown);
        if is_unknown {
            guard.replace(KeyState::Unknown);
        }
        match self.find(self.left()).await {
            Ok(reply) => {
                guard.replace(KeyState::Free);
                return matched(reply);
            }
            Err(error) if error.is_not_found() => attempts += error.attempts(),
            Err(error) => return Err(error),
        }
        if is_unknown {
            // A create of another upsert may still become visible, so a second one could make a double.
            let error = Error::new(ErrorKind::Conflict, "the response to another create with this key was lost")
                .with_outcome(WriteOutcome::NotApplied)
                .with_retryable(true)
                .with_help("this call created nothing; call again later, when a search would see the lead")
                .for_operation(self.client.vendor(), "upsert");
            return self.settle(error, &mut guard, attempts).await;
        }
        // If this future is dropped during the create, the next holder of the key knows that it may have been sent.
        guard.replace(KeyState::Unknown);
        // A quarter of the time is kept for the searches after a lost response.
        let limit = self.left().saturating_sub(self.left() / 4);
        match self.create(limit).await {
            Ok(reply) => Ok(self.created(reply, &mut guard, attempts).await),
            Err(error) if error.outcome() == WriteOutcome::NotApplied => {
                guard.replace(KeyState::Free);
                if error.kind() == ErrorKind::Conflict
                    && let Ok(reply) = self.find(self.left()).await
                {
                    return matched(reply);
                }
                Err(error)
            }
            Err(error) => self.settle(error, &mut guard, attempts).await,
        }
    }

    /// Evaluates a create that succeeded.
    async fn created(&self, reply: Reply<Created>, guard: &mut KeyGuard<'_>, attempts: u32) -> Reply<Upsert> {
        let (Created { id, effect, lead }, mut meta) = Reply::into_parts(reply);
        meta.attempts += attempts;
        guard.replace(KeyState::Created(id.clone()));
        let upsert = match effect {
            CreateEffect::Created => {
                let doubles = if self.keyed.is_unique { Doubles::None } else { self.doubles(&id, &mut meta).await };
                Upsert::Created { id, lead, doubles }
            }
            CreateEffect::Matched => Upsert::Matched { id, lead, fields: MatchedFields::Left },
            CreateEffect::Updated => Upsert::Matched { id, lead, fields: MatchedFields::Written },
            CreateEffect::Unknown => Upsert::Unknown { id: Some(id), candidates: Vec::new(), error: None },
        };
        Reply::new(upsert, meta)
    }

    /// Searches for other leads with the key of a lead that was created.
    async fn doubles(&self, made: &LeadId, meta: &mut Meta) -> Doubles {
        let found = match self.search().await {
            Ok((found, attempts)) => {
                meta.attempts += attempts;
                found
            }
            Err(error) => {
                meta.attempts += error.attempts();
                return Doubles::NotChecked;
            }
        };
        let others = |ids: Vec<LeadId>| -> Vec<LeadId> { ids.into_iter().filter(|id| id != made).collect() };
        match found {
            Found::One(Some(id), _) if id == *made => Doubles::None,
            Found::One(Some(id), _) => Doubles::Found(vec![id]),
            Found::Several(ids) => Doubles::Found(others(ids)),
            Found::One(None, _) | Found::Nothing => Doubles::NotChecked,
        }
    }

    /// Searches for the lead after a create whose outcome is not known, several times, because reads lag behind writes.
    async fn settle(&self, lost: Error, guard: &mut KeyGuard<'_>, mut attempts: u32) -> Result<Reply<Upsert>> {
        let own = lost.outcome() != WriteOutcome::NotApplied;
        attempts += lost.attempts();
        let began = Instant::now();
        let mut candidates = Vec::new();
        for wait in SEARCHES {
            let at = saturating_deadline(began, wait);
            if at >= self.ends {
                break;
            }
            sleep_until(at).await;
            // A failed search proves nothing: the next one may succeed.
            let Ok((found, more)) = self.search().await else { continue };
            attempts += more;
            match found {
                Found::One(Some(id), lead) => {
                    guard.replace(KeyState::Created(id.clone()));
                    let (lead, outcome) =
                        (Some(lead), if own { WriteOutcome::Applied } else { WriteOutcome::NotApplied });
                    let upsert = match own {
                        true => Upsert::Created { id, lead, doubles: Doubles::None },
                        false => Upsert::Matched { id, lead, fields: MatchedFields::Left },
                    };
                    return Ok(Reply::new(upsert, Meta { attempts, outcome, ..Meta::default() }));
                }
                Found::Several(ids) => {
                    candidates = ids;
                    break;
                }
                Found::One(None, _) | Found::Nothing => {}
            }
        }
        let outcome = lost.outcome();
        let upsert = Upsert::Unknown { id: None, candidates, error: Some(lost) };
        Ok(Reply::new(upsert, Meta { attempts, outcome, ..Meta::default() }))
    }

    /// Searches for the key; finding nothing or several leads is not an error here.
    async fn search(&self) -> Result<(Found, u32)> {
        match self.find(self.left()).await {
            Ok(reply) => {
                let (lead, meta) = Reply::into_parts(reply);
                Ok((Found::One(lead.id(), lead), meta.attempts))
            }
            Err(error) if error.is_not_found() => Ok((Found::Nothing, error.attempts())),
            Err(error) if error.kind() == ErrorKind::Ambiguous => {
                Ok((Found::Several(error.candidates().iter().map(LeadId::new).collect()), error.attempts()))
            }
            Err(error) => Err(error),
        }
    }

    /// The deadline holds for the whole search, although an adapter can send several calls for it.
    async fn find(&self, left: Duration) -> Result<Reply<Box<dyn Lead>>> {
        let options = self.options.clone().deadline(left);
        let found = timeout_at(self.ends, self.client.find_with(self.key, &options)).await;
        found.unwrap_or_else(|_| Err(self.timed_out("the search for the key did not end in time")))
    }

    /// The limit holds for the whole create, although an adapter can send several calls for it.
    async fn create(&self, limit: Duration) -> Result<Reply<Created>> {
        let options = self.options.clone().deadline(limit);
        let until = saturating_deadline(Instant::now(), limit);
        let created = timeout_at(until, self.client.create_with(&self.keyed.lead, &options)).await;
        created.unwrap_or_else(|_| {
            Err(self.timed_out("the create did not end in time").with_outcome(WriteOutcome::Unknown))
        })
    }

    fn timed_out(&self, message: &'static str) -> Error {
        Error::new(ErrorKind::Timeout, message)
            .with_timeout_kind(TimeoutKind::Call)
            .with_retryable(true)
            .for_operation(self.client.vendor(), "upsert")
    }

    /// The time until the deadline of the whole upsert.
    fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }
}

/// Returns the result for a lead that was found.
fn matched(reply: Reply<Box<dyn Lead>>) -> Result<Reply<Upsert>> {
    let (lead, meta) = Reply::into_parts(reply);
    let id = lead.id().ok_or_else(|| {
        Error::new(ErrorKind::Decode, "the lead that has the key was read without its id; nothing was created")
            .for_operation(lead.vendor(), "upsert")
    })?;
    Ok(Reply::new(Upsert::Matched { id, lead: Some(lead), fields: MatchedFields::Left }, meta))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{
        Capabilities, CheckReport, KeyLocks, LeadClientExt, LeadPage, LeadQuery, LeadUpdate, PageToken, StatusChange,
        Updated,
    };
    use async_trait::async_trait;

    /// A client whose creates ignore their deadline.
    #[derive(Debug, Default)]
    struct Stuck {
        locks: KeyLocks,
    }

    const CAN: Capabilities = Capabilities::none().create(true).find_by_email(true).upsert(true);

    fn unsupported<T>() -> Result<T> {
        Err(Error::unsupported("not needed here"))
    }

    #[async_trait]
    impl LeadClient for Stuck {
        fn vendor(&self) -> &'static str {
            "acme"
        }
        fn capabilities(&self) -> &Capabilities {
            const { &CAN }
        }
        async fn check_with(&self, _: &CallOptions) -> Result<Reply<CheckReport>> {
            unsupported()
        }
        async fn create_with(&self, _: &NewLead, _: &CallOptions) -> Result<Reply<Created>> {
            std::future::pending().await
        }
        async fn get_with(&self, _: &LeadId, _: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
            unsupported()
        }
        async fn update_with(&self, _: &LeadId, _: &LeadUpdate, _: &CallOptions) -> Result<Reply<Updated>> {
            unsupported()
        }
        async fn set_status_with(&self, _: &LeadId, _: &StatusChange, _: &CallOptions) -> Result<Reply<Updated>> {
            unsupported()
        }
        async fn delete_with(&self, _: &LeadId, _: &CallOptions) -> Result<Reply<Updated>> {
            unsupported()
        }
        async fn list_page_with(
            &self,
            _: &LeadQuery,
            _: Option<&PageToken>,
            _: &CallOptions,
        ) -> Result<Reply<LeadPage>> {
            unsupported()
        }
        async fn find_with(&self, _: &LeadKey, _: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
            Err(Error::new(ErrorKind::NotFound, "no lead has this key"))
        }
        fn keyed_lead<'a>(&'a self, key: &LeadKey, lead: &NewLead) -> Result<KeyedLead<'a>> {
            KeyedLead::new(key, lead, &self.locks, Duration::from_secs(90))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn client_that_hangs_holds_its_key_until_the_deadline_only() {
        let client = Stuck::default();
        let (key, lead) = (LeadKey::email("jane@example.com"), NewLead::new("Jane"));
        let began = Instant::now();
        let options = CallOptions::new().deadline(Duration::from_secs(20));
        let upsert = client.upsert_with(&key, &lead, &options).await.unwrap();
        let Upsert::Unknown { id: None, error: Some(error), .. } = &*upsert else { panic!("{upsert:?}") };
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, WriteOutcome::Unknown));
        assert!(began.elapsed() <= Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(format!("{:?}", client.locks), "KeyLocks { keys: 0 }");
        assert!(client.upsert(&LeadKey::phone("1"), &lead).await.unwrap_err().is_unsupported());
    }
}
