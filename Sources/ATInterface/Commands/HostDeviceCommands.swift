import Emulator
import LwM2M
import Modem

extension ATCommandTable {
    /// What the host tells of itself.
    ///
    /// - Source: UBX-18068860 R09 §4.6.
    static let hostDeviceCommands: [ATCommand] = [
        ATCommand(
            "+ODIS", "host device, under AT&T",
            on: ATAvailability { _, profile in OperatorFamily(profile: profile) == .att },
            set: { call in
                try call.parameters.expect(4...4)
                var texts: [String] = []
                for (index, name) in ["id", "manufacturer", "model", "software"].enumerated() {
                    texts.append(try call.hostDeviceText(index, name))
                }
                call.module.setHostDevice(
                    HostDevice(id: texts[0], manufacturer: texts[1], model: texts[2], software: texts[3]))
            },
            read: { call in
                let host = call.module.hostDevice
                call.answer("\"\(host.manufacturer)\",\"\(host.model)\",\"\(host.software)\"")
            })
    ]
}

extension ATCall {
    func hostDeviceText(_ index: Int, _ name: String) throws(ATError) -> String {
        let text = try parameters.string(index, name)
        guard text.utf8.count <= 255, !text.contains("\n"), !text.contains("\"") else {
            throw .syntax("<\(name)> is no text of at most 255 characters", column: parameters.list[index].column)
        }
        return text
    }
}

/// The host as `+ODIS` describes it.
struct HostDevice: Hashable {
    var id = "HUID0"
    var manufacturer = "HMAN0"
    var model = "HMOD0"
    var software = "HSW0"

    /// One line a value, for NVM.
    var text: String { [id, manufacturer, model, software].joined(separator: "\n") }

    init(id: String, manufacturer: String, model: String, software: String) {
        (self.id, self.manufacturer, self.model, self.software) = (id, manufacturer, model, software)
    }

    init(_ text: String?) {
        let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.count == 4 { (id, manufacturer, model, software) = (lines[0], lines[1], lines[2], lines[3]) }
    }
}

extension ATModule {
    var hostDevice: HostDevice { HostDevice(text(.hostDevice)) }

    /// Keeps what the host said and puts it into the Object that the product has for it: 10241, else Portfolio.
    func setHostDevice(_ host: HostDevice) {
        set(.hostDevice, to: host == HostDevice(nil) ? nil : host.text)
        showHostDevice()
    }

    /// The host is as the factory says, from the next database on.
    func forgetHostDevice() { set(.hostDevice, to: nil) }

    /// The values in the Objects; a server that observes them hears of it.
    func showHostDevice() {
        guard device.isRunning else { return }
        let host = hostDevice
        let texts = [host.id, host.manufacturer, host.model, host.software]
        if device.dataModel.definition(of: 10241) != nil {
            put(
                zip([5907, 5905, 5906, 5908], texts).map { Resource(id: $0, value: .string($1)) }, into: Path(10241, 0))
        } else if device.dataModel.definition(of: 16) != nil {
            let instances = texts.enumerated().map { ResourceInstance(id: ResourceInstanceID($0), value: .string($1)) }
            put([Resource(id: 0, content: .multiple(instances))], into: Path(16, 0))
        }
    }

    private func put(_ resources: [Resource], into path: Path) {
        guard let object = path.object, let instance = path.instance else { return }
        let model = device.dataModel
        if model.instances(of: object).contains(instance) {
            try? model.write(resources, to: path, mode: .partialUpdate, from: .host)
        } else {
            _ = try? model.create(path, with: resources, from: .host)
        }
    }
}
