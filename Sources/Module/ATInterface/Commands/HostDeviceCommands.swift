import Emulator
import LwM2M
import Products

extension ATCommandTable {
    /// What the host reports about itself.
    ///
    /// - Source: UBX-18068860 R09 §4.6; UBX-17003787 R13 §14.13 for `+UHOSTDEV`.
    static let hostDeviceCommands: [ATCommand] = [
        ATCommand(
            "+ODIS", "host device, under AT&T",
            on: ATAvailability { product, profile in
                product.commands.hostDevice == .odis && OperatorFamily(profile: profile) == .att
            }, takes: hostDevice, set: { call in try setHostDevice(call) },
            read: { call in
                let host = call.module.hostDevice
                call.answer("\"\(host.manufacturer)\",\"\(host.model)\",\"\(host.software)\"")
            }),
        ATCommand(
            "+UHOSTDEV", "host device", on: .having { product in product.commands.hostDevice == .uhostdev },
            takes: hostDevice, set: { call in try setHostDevice(call) },
            read: { call in
                call.answer(call.module.hostDevice.texts.map { "\"\($0)\"" }.joined(separator: ","))
            }),
    ]

    private static let hostDevice = ATSyntax.unshown(
        .text("id", 0...255), .text("manufacturer", 0...255), .text("model", 0...255), .text("software", 0...255))

    private static func setHostDevice(_ call: ATCall) throws(ATError) {
        var texts: [String] = []
        for (index, name) in ["id", "manufacturer", "model", "software"].enumerated() {
            texts.append(try call.hostDeviceText(index, name))
        }
        call.module.setHostDevice(HostDevice(texts))
    }
}

extension ATCall {
    func hostDeviceText(_ index: Int, _ name: String) throws(ATError) -> String {
        let text = try parameters.string(index, name)
        guard !text.contains("\n"), !text.contains("\"") else {
            throw .syntax("<\(name)> holds a quote or a line end", column: parameters.list[index].column)
        }
        return text
    }
}

/// The host as `+ODIS` and `+UHOSTDEV` describe it.
struct HostDevice: Hashable {
    /// Identity, manufacturer, model and software.
    let texts: [String]

    init(_ texts: [String]) { self.texts = texts }

    /// Reads what is stored in NVM; uses the factory values if there is nothing.
    init(_ text: String?) {
        let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        texts = lines.count == 4 ? lines : HostDeviceCommand.factoryTexts
    }

    var manufacturer: String { texts[1] }
    var model: String { texts[2] }
    var software: String { texts[3] }

    /// One value per line, for NVM.
    var text: String { texts.joined(separator: "\n") }
}

extension ATModule {
    var hostDevice: HostDevice { HostDevice(nvm[.hostDevice]) }

    /// Stores what the host reported and puts it into the product's Object for it: 10241, otherwise Portfolio.
    func setHostDevice(_ host: HostDevice) {
        nvm[.hostDevice] = host == HostDevice(nil) ? nil : host.text
        showHostDevice()
    }

    /// Restores the factory values of the host, from the next database on.
    func forgetHostDevice() { nvm[.hostDevice] = nil }

    /// Puts the values into the Objects; a server that observes them is notified.
    func showHostDevice() {
        guard device.isRunning else { return }
        let texts = hostDevice.texts
        if let definition = device.dataModel.definition(of: .hostDeviceInfo) {
            let values = zip(FactoryDatabase.hostDeviceResources, texts)
            device.show(
                values.map { Resource(id: $0, content: definition.content(of: $0, $1)) }, in: Path(.hostDeviceInfo, 0))
        } else if device.dataModel.definition(of: .portfolio) != nil {
            let instances = texts.enumerated().map { ResourceInstance(id: ResourceInstanceID($0), value: .string($1)) }
            device.show(
                [Resource(id: PortfolioResource.identity, content: .multiple(instances))], in: Path(.portfolio, 0))
        }
    }
}

extension ObjectDefinition {
    /// A text as the Resource holds it: as its only value, or as the first of several.
    fileprivate func content(of resource: ResourceID, _ text: String) -> ResourceContent {
        guard self[resource]?.isMultiple == true else { return .single(.string(text)) }
        return .multiple([ResourceInstance(id: 0, value: .string(text))])
    }
}
