import Emulator

// What the AT commands store in NVM.

extension NVMKey<Int> {
    /// `E`, 0 or 1.
    static var echo: Self { Self("at.echo") }
    /// `+IPR`.
    static var speed: Self { Self("at.ipr") }
    /// `+CFUN`, if it survives the reset.
    static var functionality: Self { Self("at.cfun") }
    /// `+CCLK`: quarters of an hour from UTC.
    static var timeZone: Self { Self("at.timezone") }
    /// `+UFOTASTAT`.
    static var updateStatus: Self { Self("at.ufotastat") }
}

extension NVMKey<String> {
    /// `+CSGT`: 0 or 1 and the text.
    static var greeting: Self { Self("at.csgt") }
    /// `+ULWM2MSTAT`: `<n>,<mask>`.
    static var status: Self { Self("at.ulwm2mstat") }
    /// `+UGPIOC`: pins and their modes.
    static var pins: Self { Self("at.ugpioc") }
    /// `+ULWM2MPULSE`, the persistent ones.
    static var pulses: Self { Self("at.ulwm2mpulse") }
    /// `+ULWM2MFOTAAPN`.
    static var updateAPN: Self { Self("at.ulwm2mfotaapn") }
    /// `+UMNOPROF` 1: `<auto_reset>,<urc_enable>`.
    static var profileSelection: Self { Self("at.umnoprof") }
    /// `+CGDCONT`.
    static var contexts: Self { Self("at.cgdcont") }
    /// The contexts whose access points are disabled in Object 11.
    static var disabledContexts: Self { Self("at.apn.disabled") }
    /// `+URAT`.
    static var technology: Self { Self("at.urat") }
    /// `+UBANDMASK`.
    static var bands: Self { Self("at.ubandmask") }
    /// `+CEMODE`.
    static var operation: Self { Self("at.cemode") }
    /// `+CPSMS`.
    static var powerSaving: Self { Self("at.cpsms") }
    /// `+CEDRXS`: the mode, and the value for each technology.
    static var discontinuousReception: Self { Self("at.cedrxs") }
    /// `+UGCNTSET`: the initial totals of each context.
    static var counters: Self { Self("at.ugcntset") }
    /// `+CRSM` on the list of forbidden networks, which is stored on the SIM.
    static var forbiddenNetworks: Self { Self("at.crsm.fplmn") }
}
