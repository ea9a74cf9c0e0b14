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
