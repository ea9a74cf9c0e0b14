import Emulator
import LwM2MClient
import Products

/// The initial settings of the ports and the reports, from NVM.
extension ATModule {
    /// What the commands keep across power cycles.
    var nvm: NVM { device.nvm }

    /// The initial settings of a port: the echo is stored, all else is volatile (UBX-17003787 R13, B.1).
    var portSettings: PortSettings {
        var settings = PortSettings()
        settings.echoes = nvm[.echo] != 0
        return settings
    }

    /// The speed that `+IPR` set; 0 for a port that detects it.
    var speed: Int { nvm[.speed] ?? (product.group.isR5 ? 0 : 115_200) }

    var isAutobauding: Bool { speed == 0 }
}

/// What `+ULWM2MSTAT` lets through.
///
/// - Source: UBX-18068860 R09 §4.1.1, §4.1.2; UBX-17003787 R13 §14.9.
struct StatusSetting: Hashable {
    var isOn: Bool
    /// Bits: 1 events 0 to 4, 2 event 5, 4 event 6.
    var mask: Int

    /// Reads what is stored in NVM; uses the factory values if there is nothing.
    init(_ text: String?, on product: Product) {
        let numbers = (text ?? "").split(separator: ",").compactMap { Int($0) }
        if numbers.count == 2 {
            (isOn, mask) = (numbers[0] == 1, numbers[1])
        } else {
            (isOn, mask) = (product.status.isOnAtFactory, ATAssumptions.omittedMask)
        }
    }

    /// Whether an event is reported; a product without a mask reports all of its events.
    func lets(_ event: Int, on product: Product) -> Bool {
        guard isOn, product.status.events.contains(event) else { return false }
        guard product.status.hasVerbosityMask else { return true }
        let bit = event == 5 ? 2 : event == 6 ? 4 : 1
        return mask & bit != 0
    }
}

extension ATModule {
    var status: StatusSetting { StatusSetting(nvm[.status], on: product) }

    /// Reports what the client as a whole does: events 4 and 5, and the start of the firmware update client.
    func report(_ event: ClientEvent) {
        if event == .ready || event == .startFinished { reportUpdateStart(event) }
        guard event.isReported(by: product), status.lets(event.event, on: product) else { return }
        raise(event.line(of: product))
    }

    /// Reports what happened between the client and a server: events 0 to 3 and 6.
    func report(_ event: ServerEvent) {
        guard !isGoingOff, let number = event.event, status.lets(number, on: product),
            let line = event.line(of: product)
        else { return }
        raise(line)
    }

    /// Reports the progress of a firmware update.
    func report(_ event: UpdateEvent) {
        if event == .installing {
            // After an update, `+ULWM2MSTAT` must be set again (UBX-20033314 R03 §3.7).
            nvm[.status] = nil
            if ATAssumptions.updateForgetsItsReports { nvm[.updateStatus] = nil }
        }
        let isWanted = product.commands.updates.hasCommand ? nvm[.updateStatus] == 1 : status.isOn
        guard isWanted, !isGoingOff, let line = event.line(of: product) else { return }
        raise(line)
    }

    /// Reports that the update client is available; SARA-R410M reports it before event 4.
    private func reportUpdateStart(_ event: ClientEvent) {
        if event == (product.group.isR5 ? .startFinished : .ready) { report(.started) }
    }
}
