package import JSON
import Products

/// What a module says of itself.
package struct ModuleReport {
    var manufacturer: String?
    var model: String?
    var type: String?
    var firmware: String?
    package var imei: String
    /// `READY`, or why it cannot be used.
    var sim: String
    var imsi: String?
    var iccid: String?
    /// What `AT+UMNOPROF?` says: the number of the operator profile, and more on some products.
    var profile: String?
    var client: ClientState
    var servers: [ServerState] = []
    /// The ids of the Objects in the order of the module; nil while its client does not run.
    var objects: [Int]?
    /// The files with the tag XLWM2M.
    var files: [(name: String, size: Int?)] = []
    var freeSpace: Int?
    package var product: RecognizedProduct?

    /// Whether the LwM2M client runs.
    enum ClientState: String {
        case running = "runs"
        case disabled = "is off; AT+ULWM2M=0 and a reset start it"
        case notRunning = "does not run"
    }

    /// A line of `AT+ULWM2MREG?`.
    struct ServerState {
        var id: Int
        var status: Int
        /// Until the next registration; nil if it is not registered.
        var seconds: Int?
    }

    /// Asks a module for all of it; what it refuses stays unknown.
    package init(_ session: ModuleSession) throws {
        imei = try session.imei()
        manufacturer = try session.text("AT+CGMI")
        model = try session.text("AT+CGMM")
        type = try session.text("ATI0")
        firmware = try session.text("ATI9") ?? session.text("AT+CGMR")
        let answer = try session.line.ask("AT+CPIN?")
        sim = answer.value(of: "+CPIN") ?? answer.resultText
        imsi = try session.text("AT+CIMI")
        iccid = try session.text("AT+CCID", name: "+CCID")
        profile = try session.text("AT+UMNOPROF?", name: "+UMNOPROF")
        product = RecognizedProduct(type: type, model: model, versions: firmware)
        client = .running
        if try !session.isClientRunning() {
            client = try session.text("AT+ULWM2M?", name: "+ULWM2M") == "1" ? .disabled : .notRunning
        }
        if client == .running {
            objects = try session.objects()
            servers = try session.line.ask("AT+ULWM2MREG?").lines.compactMap(ServerState.init)
        }
        let files = PortFiles(session)
        for name in (try? files.names(PortFiles.objectTag)) ?? [] {
            self.files.append((name, try? files.size(name, PortFiles.objectTag)))
        }
        freeSpace = try files.freeSpace()
    }

    /// A name and what is known, a line each.
    package var text: String {
        var rows: [(String, String)] = []
        func add(_ name: String, _ value: String?) { if let value { rows.append((name, value)) } }
        add("manufacturer", manufacturer)
        add("model", model)
        add("type", type)
        add("firmware", firmware)
        add("IMEI", imei)
        add("SIM", [sim, imsi, iccid].compactMap { $0 }.joined(separator: ", "))
        add("profile", profile)
        add("client", client.rawValue)
        for server in servers {
            add("server", "\(server.id), status \(server.status)" + (server.seconds.map { ", next in \($0) s" } ?? ""))
        }
        add("Objects", objects.map { $0.map(String.init).joined(separator: " ") })
        for file in files { add("file", file.name + (file.size.map { ", \($0) bytes" } ?? "")) }
        add("free", freeSpace.map { "\($0) bytes" })
        add("product", product.map { "\($0.product.name), \($0.evidenceText)" } ?? "none that is known")
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count) + value + "\n"
        }.joined()
    }

    /// The same for programs.
    package var json: JSONValue {
        .members([
            "manufacturer": manufacturer.map { .string($0) }, "model": model.map { .string($0) },
            "type": type.map { .string($0) }, "firmware": firmware.map { .string($0) }, "imei": .string(imei),
            "sim": .members([
                "state": .string(sim), "imsi": imsi.map { .string($0) }, "iccid": iccid.map { .string($0) },
            ]),
            "profile": profile.map { .string($0) },
            "client": .string(client == .running ? "running" : client == .disabled ? "disabled" : "stopped"),
            "servers": .array(
                servers.map { server in
                    .members([
                        "id": .integer(Int64(server.id)), "status": .integer(Int64(server.status)),
                        "seconds": server.seconds.map { .integer(Int64($0)) },
                    ])
                }),
            "objects": objects.map { .array($0.map { .integer(Int64($0)) }) },
            "files": .array(
                files.map { file in
                    .members(["name": .string(file.name), "size": file.size.map { .integer(Int64($0)) }])
                }),
            "freeBytes": freeSpace.map { .integer(Int64($0)) },
            "product": product.map { .string($0.product.name) } ?? .null,
            "productBy": product.map { .string($0.evidence.rawValue) },
        ])
    }
}

extension ModuleReport.ServerState {
    /// `+ULWM2MREG: 721,3,86281`.
    init?(_ line: String) {
        guard line.hasPrefix("+ULWM2MREG:") else { return nil }
        let numbers = line.dropFirst(11).split(separator: ",").map { Int(trimmed($0)) }
        guard numbers.count >= 2, let id = numbers[0], let status = numbers[1] else { return nil }
        self.init(id: id, status: status, seconds: numbers.count > 2 ? numbers[2] : nil)
    }
}

extension ModuleSession {
    /// The ids of the Objects, in the order of the module; nil if they do not fit into one answer.
    func objects() throws -> [Int]? {
        let answer = try line.ask("AT+ULWM2MLIST=\"/\"")
        guard answer.isOK, let list = answer.value(of: "+ULWM2MLIST") else { return nil }
        return Self.objects(in: list)
    }

    /// The ids of the Objects in an answer, in its order.
    package static func objects(in list: String) -> [Int] {
        var ids: [Int] = []
        for path in QuotedList(list).texts {
            guard let id = path.split(separator: "/").first.flatMap({ Int($0) }), !ids.contains(id) else { continue }
            ids.append(id)
        }
        return ids
    }
}
