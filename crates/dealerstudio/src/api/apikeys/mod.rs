//! API keys.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ShowApikey`] | GET `/api/v1/apikeys/apikey_details.json` | read | [`ApiKey`](crate::model::ApiKey) | [page](https://dev.dealerstudio.com.au/public-api/operations/apiv1apikeysapikey_detailsjson) |
//!
//! <!-- operations: end -->

mod show_apikey;

pub use show_apikey::ShowApikey;

leads_core::operations! { crate::DealerStudio;
    ShowApikey,
}
