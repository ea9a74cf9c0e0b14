import Emulator
import Modem

/// What the commands keep in the NVM of the module.
extension ATModule {
    /// The names of the values.
    enum Setting: String {
        /// `E`, 0 or 1.
        case echo = "at.echo"
        /// `+IPR`.
        case speed = "at.ipr"
        /// `+CSGT`: 0 or 1 and the text.
        case greeting = "at.csgt"
        /// `+CFUN`, where it outlives the reset.
        case functionality = "at.cfun"
        /// `+CCLK`: quarters of an hour from UTC.
        case timeZone = "at.timezone"
        /// `+ULWM2MSTAT`: `<n>,<mask>`.
        case status = "at.ulwm2mstat"
        /// `+UFOTASTAT`.
        case updateStatus = "at.ufotastat"
        /// `+UGPIOC`: pins with their modes.
        case pins = "at.ugpioc"
        /// `+ULWM2MPULSE`, the persistent ones.
        case pulses = "at.ulwm2mpulse"
        /// `+ULWM2MFOTAAPN`.
        case updateAPN = "at.ulwm2mfotaapn"
        /// `+ODIS` and `+UHOSTDEV`.
        case hostDevice = "at.odis"
        /// `+UMNOPROF` 1: `<auto_reset>,<urc_enable>`.
        case profileSelection = "at.umnoprof"
        /// `+CGDCONT`.
        case contexts = "at.cgdcont"
        /// The contexts whose access points are disabled in Object 11.
        case disabledContexts = "at.apn.disabled"
        /// `+URAT`.
        case technology = "at.urat"
        /// `+UBANDMASK`.
        case bands = "at.ubandmask"
        /// `+CEMODE`.
        case operation = "at.cemode"
        /// `+CPSMS`.
        case powerSaving = "at.cpsms"
        /// `+CEDRXS`: mode, and for each technology its value.
        case discontinuousReception = "at.cedrxs"
        /// `+UGCNTSET`: for each context what its totals began with.
        case counters = "at.ugcntset"
        /// `+CRSM` on the list of forbidden networks, which the SIM keeps.
        case forbiddenNetworks = "at.crsm.fplmn"
    }

    func text(_ setting: Setting) -> String? { device.settings[setting.rawValue] }

    func integer(_ setting: Setting) -> Int? { text(setting).flatMap { Int($0) } }

    func set(_ setting: Setting, to value: String?) { device.set(setting.rawValue, to: value) }

    /// What a port begins with: the echo is stored, all else is volatile (UBX-17003787 R13, B.1).
    var portSettings: PortSettings {
        var settings = PortSettings()
        settings.echoes = integer(.echo) != 0
        return settings
    }

    /// The speed that `+IPR` set; 0 for a port that finds it out.
    var speed: Int { integer(.speed) ?? (product.group.isR5 ? 0 : 115_200) }

    var isAutobauding: Bool { speed == 0 }
}
