//! The vendor's value lists. All are open: an unknown value is kept and written back unchanged.

use leads_core::open_enum;

open_enum! {
    /// The category of a lead.
    ///
    /// The vendor's list has no separators, so where one value ends is inferred; every value is kept as it is written,
    /// known or not.
    pub enum Category {
        /// About a new vehicle.
        NewVehicleEnquiry = "New Vehicle Enquiry",
        /// About a used vehicle.
        UsedVehicleEnquiry = "Used Vehicle Enquiry",
        /// A test drive was booked.
        TestDriveBooking = "Test Drive Booking",
        /// About a special offer.
        SpecialOfferEnquiry = "Special Offer Enquiry",
        /// About a fleet.
        FleetEnquiry = "Fleet Enquiry",
        /// About finance.
        FinanceEnquiry = "Finance Enquiry",
        /// About insurance.
        InsuranceEnquiry = "Insurance Enquiry",
        /// About a subscription.
        SubscriptionEnquiry = "Subscription Enquiry",
        /// To a team member; the only category that accepts a `team_member_id`.
        TeamMemberEnquiry = "Team Member Enquiry",
        /// A vehicle was reserved.
        VehicleReservation = "Vehicle Reservation",
        /// An online purchase.
        OnlinePurchase = "Online Purchase",
        /// A brochure was downloaded.
        BrochureDownload = "Brochure Download",
        /// A document was requested; requires a [`DocumentType`] among the lead's fields.
        DocumentRequest = "Document Request",
        /// About trading a car in.
        TradeInEnquiry = "Trade-in Enquiry",
        /// About selling a car to the dealership.
        SellMyCarEnquiry = "Sell My Car Enquiry",
        /// A service was booked.
        ServiceBooking = "Service Booking",
        /// About a service.
        ServiceEnquiry = "Service Enquiry",
        /// About parts.
        PartsEnquiry = "Parts Enquiry",
        /// To keep a service customer.
        ServiceRetention = "Service Retention",
        /// A loan car was booked.
        LoanCarBooking = "Loan Car Booking",
        /// About anything else.
        GeneralEnquiry = "General Enquiry",
        /// A survey was completed.
        Survey = "Survey",
        /// A competition was entered.
        CompetitionEnquiry = "Competition Enquiry",
        /// A phone call.
        PhoneCall = "Phone Call",
        /// About an event.
        EventEnquiry = "Event Enquiry",
    }
}

open_enum! {
    /// The source of a lead.
    pub enum Source {
        /// A walk-in customer.
        WalkIn = "Walk In",
        /// A website.
        Website = "Website",
        /// An event.
        Event = "Event",
        /// Facebook.
        Facebook = "Facebook",
        /// Facebook's marketplace.
        FacebookMarketplace = "Facebook Marketplace",
        /// The website's chatbot.
        Chatbot = "Chatbot",
        /// A chatbot of another supplier.
        ChatbotExternal = "Chatbot - External",
        /// A QR code.
        QrCode = "QR Code",
        /// Carsales.
        Carsales = "Carsales",
        /// Autotrader.
        Autotrader = "Autotrader",
        /// A phone call.
        PhoneCall = "Phone Call",
        /// A text message.
        Sms = "SMS",
        /// Connect.
        Connect = "Connect",
        /// Drive.
        Drive = "Drive",
        /// Car Expert.
        CarExpert = "Car Expert",
        /// The manufacturer.
        Manufacturer = "Manufacturer",
        /// Autograb.
        Autograb = "Autograb",
        /// Ford's mobile application.
        FordMobileApp = "Ford Mobile App",
        /// Only Cars.
        OnlyCars = "Only Cars",
        /// Google Ads.
        GoogleAds = "Google Ads",
        /// Google.
        Google = "Google",
        /// A referral.
        Referral = "Referral",
        /// Brisbane Cars.
        BrisbaneCars = "Brisbane Cars",
        /// Tweed Cars.
        TweedCars = "Tweed Cars",
        /// A returning customer.
        Repeat = "Repeat",
        /// IApprise, in the vendor's own spelling.
        IApprise = "IApprise",
        /// CBA.
        Cba = "CBA",
        /// A campaign of text messages.
        BulkSmsCampaign = "Bulk SMS Campaign",
        /// A retention campaign.
        Retention = "Retention",
        /// Carbee.
        Carbee = "Carbee",
    }
}

open_enum! {
    /// The marketing source of a lead.
    pub enum MarketingSource {
        /// Facebook.
        Facebook = "Facebook",
        /// Adwords.
        Adwords = "Adwords",
        /// Organic, without paid marketing.
        Organic = "Organic",
        /// Unknown: the vendor's own value, in addition to the open variant of this type.
        NotKnown = "Unknown",
        /// A QR code.
        QrCode = "QR Code",
        /// E-mail.
        Email = "Email",
        /// Text messages.
        Sms = "SMS",
        /// Google My Business.
        Gmb = "GMB",
        /// Carsales.
        Carsales = "Carsales",
        /// Instagram.
        Instagram = "Instagram",
        /// A pop-up.
        Popup = "Popup",
        /// Linkedin.
        Linkedin = "Linkedin",
        /// A CRM.
        Crm = "CRM",
        /// Messenger.
        Messenger = "Messenger",
        /// Audience Network.
        AudienceNetwork = "Audience Network",
        /// TikTok.
        TikTok = "TikTok",
        /// YouTube.
        YouTube = "YouTube",
    }
}

open_enum! {
    /// The type of a lead's file.
    pub enum FileType {
        /// A resume.
        Resume = "resume",
        /// A cover letter.
        CoverLetter = "cover_letter",
        /// Anything else.
        Other = "other",
    }
}

open_enum! {
    /// The document requested by a [`DocumentRequest`](Category::DocumentRequest).
    pub enum DocumentType {
        /// An analysis of a car.
        CarAnalysis = "car_analysis",
        /// A search of the register of securities.
        Ppsr = "ppsr",
        /// A credit report.
        Equifax = "equifax",
    }
}

open_enum! {
    /// The state of a lead or its cluster.
    ///
    /// The vendor lists these five as examples, not as a closed list. Its guide prints all of them in one text
    /// separated by bars; that text is not a value, and is rejected before it is sent.
    pub enum ClusterState {
        /// Not worked yet.
        New = "new",
        /// The customer has been contacted.
        Contacted = "contacted",
        /// It did not become a sale.
        Lost = "lost",
        /// It was not a real lead.
        Invalid = "invalid",
        /// It became a sale.
        Converted = "converted",
    }
}

open_enum! {
    /// A permission of an API key: an action and a resource, such as `create:lead`.
    pub enum Permission {
        /// Read cars.
        ReadCar = "read:car",
        /// Create leads; needed by [`CreateLead`](crate::api::leads::CreateLead).
        CreateLead = "create:lead",
        /// List external identifiers; needed by
        /// [`ListExternalIdentifiers`](crate::api::external_identifiers::ListExternalIdentifiers).
        IndexExternalIdentifier = "index:external_identifier",
    }
}

impl Permission {
    /// Returns the part before the colon: `create`.
    #[must_use]
    pub fn action(&self) -> &str {
        self.as_str().split_once(':').map_or("", |(action, _)| action)
    }

    /// Returns the part after the colon: `lead`; the whole text if there is no colon.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.as_str().split_once(':').map_or_else(|| self.as_str(), |(_, resource)| resource)
    }
}

open_enum! {
    /// The purpose of a dealership's location.
    pub enum LocationType {
        /// Sales.
        Sales = "sales",
    }
}

open_enum! {
    /// The name of a dealership's identifier in another system.
    pub enum IdentifierName {
        /// Stellantis.
        Stellantis = "stellantis",
        /// Angle.
        Angle = "angle",
        /// A location of Podium.
        PodiumLocation = "podium_location",
        /// The manufacturer's dealer code.
        OemDealerCode = "oem_dealer_code",
        /// DealerSocket's rooftop.
        DealersocketRooftopId = "dealersocket_rooftop_id",
        /// DealerSocket's code.
        DealersocketCode = "dealersocket_code",
        /// Ford's dealer code.
        FordDealerCode = "ford_dealer_code",
        /// Ford's correlation id.
        FordDealerCorrelationId = "ford_dealer_correlation_id",
        /// Allied's lender code.
        AlliedLenderCode = "allied_lender_code",
        /// Allied's introducer code.
        AlliedIntroducerCode = "allied_introducer_code",
        /// Allianz's intermediary.
        AllianzIntermediaryId = "allianz_intermediary_id",
        /// BYD's dealer code.
        BydDealerCode = "byd_dealer_code",
        /// Toyota's names of locations for leads.
        ToyotaLeadLocationNameMapping = "toyota_lead_location_name_mapping",
        /// ACV's partner.
        AcvPartnerId = "acv_partner_id",
    }
}

open_enum! {
    /// Whether a car is new.
    pub enum CarType {
        /// New.
        New = "new",
        /// A demonstrator.
        Demo = "demo",
        /// Used.
        Used = "used",
    }
}

open_enum! {
    /// The status of a car in the dealership's stock.
    pub enum CarStatus {
        /// In stock.
        InStock = "in_stock",
        /// Sold.
        Sold = "sold",
        /// Coming soon.
        ComingSoon = "coming_soon",
        /// Withdrawn. There is no delete: set a car to withdrawn or sold instead.
        Withdrawn = "withdrawn",
        /// A deal is pending.
        DealPending = "deal_pending",
        /// Incomplete.
        Incomplete = "incomplete",
        /// A loan car.
        Loaner = "loaner",
    }
}

open_enum! {
    /// The kind of vehicle.
    pub enum ItemType {
        /// A car.
        Car = "car",
        /// A caravan.
        Caravan = "caravan",
        /// A truck.
        Truck = "truck",
        /// A bike.
        Bike = "bike",
        /// A bus.
        Bus = "bus",
        /// Machinery.
        Machinery = "machinery",
        /// A trailer.
        Trailer = "trailer",
    }
}

open_enum! {
    /// Which of a car's prices is advertised.
    pub enum AdvertisedPrice {
        /// Excluding government charges.
        Egc = "EGC",
        /// Drive away.
        Dap = "DAP",
    }
}

open_enum! {
    /// The state or territory that a car is registered in.
    pub enum RegoState {
        /// Queensland.
        Qld = "QLD",
        /// New South Wales.
        Nsw = "NSW",
        /// Victoria.
        Vic = "VIC",
        /// Western Australia.
        Wa = "WA",
        /// Northern Territory.
        Nt = "NT",
        /// Australian Capital Territory.
        Act = "ACT",
        /// Tasmania.
        Tas = "TAS",
        /// South Australia.
        Sa = "SA",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_the_vendors_length() {
        let lengths = [
            Category::all().count(),
            Source::all().count(),
            MarketingSource::all().count(),
            FileType::all().count(),
            DocumentType::all().count(),
            ClusterState::all().count(),
            IdentifierName::all().count(),
            RegoState::all().count(),
            CarStatus::all().count(),
            ItemType::all().count(),
        ];
        assert_eq!(lengths, [25, 30, 17, 3, 3, 5, 14, 8, 7, 7]);
    }

    /// The lists of the vendor's update page, as printed: without separators.
    #[test]
    fn lists_match_the_vendors_text() {
        fn printed<T: leads_core::OpenEnum>() -> String {
            T::known().iter().map(|(text, _)| *text).collect::<Vec<_>>().join(" ")
        }
        assert_eq!(
            printed::<Category>(),
            "New Vehicle Enquiry Used Vehicle Enquiry Test Drive Booking Special Offer Enquiry Fleet Enquiry \
             Finance Enquiry Insurance Enquiry Subscription Enquiry Team Member Enquiry Vehicle Reservation \
             Online Purchase Brochure Download Document Request Trade-in Enquiry Sell My Car Enquiry Service Booking \
             Service Enquiry Parts Enquiry Service Retention Loan Car Booking General Enquiry Survey \
             Competition Enquiry Phone Call Event Enquiry"
        );
        assert_eq!(
            printed::<Source>(),
            "Walk In Website Event Facebook Facebook Marketplace Chatbot Chatbot - External QR Code Carsales \
             Autotrader Phone Call SMS Connect Drive Car Expert Manufacturer Autograb Ford Mobile App Only Cars \
             Google Ads Google Referral Brisbane Cars Tweed Cars Repeat IApprise CBA Bulk SMS Campaign Retention \
             Carbee"
        );
        assert_eq!(
            printed::<MarketingSource>(),
            "Facebook Adwords Organic Unknown QR Code Email SMS GMB Carsales Instagram Popup Linkedin CRM Messenger \
             Audience Network TikTok YouTube"
        );
        assert_eq!(printed::<FileType>(), "resume cover_letter other");
        assert_eq!(printed::<DocumentType>(), "car_analysis ppsr equifax");
    }

    #[test]
    fn vendors_unknown_is_a_known_value() {
        assert_eq!(MarketingSource::from("Unknown"), MarketingSource::NotKnown);
        assert!(MarketingSource::NotKnown.is_known());
    }

    #[test]
    fn guide_shorthand_is_not_a_known_state() {
        let state = ClusterState::from("new | contacted | lost | invalid | converted");
        assert!(!state.is_known());
    }

    #[test]
    fn permission_has_action_and_resource() {
        let other = Permission::from("update:car");
        assert_eq!((other.action(), other.resource()), ("update", "car"));
        assert_eq!(Permission::from("plain").resource(), "plain");
    }
}
