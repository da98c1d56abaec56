//! Shows what the API key permits.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ShowApikey`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1apikeysapikey_detailsjson))<br>GET `/api/v1/apikeys/apikey_details.json` | read | [`ApiKey`](crate::model::ApiKey) |
//!
//! <!-- operations: end -->

mod show_apikey;

pub use show_apikey::ShowApikey;

leads_core::operations! { crate::DealerStudio;
    ShowApikey,
}
