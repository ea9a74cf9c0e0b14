/// What differs between two modules, or from one moment to the next, and is no fact of the product.
struct VolatileFields {
    /// Why a field is left out, and in the answers of which names: the places of its parameters, from 0; none for all.
    private static let fields: [(name: String, places: [Int]?, why: String)] = [
        ("+CCLK", nil, "the clock"), ("+CSQ", nil, "the signal"), ("+CESQ", nil, "the signal"),
        ("+UCGED", nil, "the cell"), ("+RSRP", nil, "the cell"), ("+RSRQ", nil, "the cell"),
        ("+CREG", [2, 3], "the cell"), ("+CGREG", [2, 3], "the cell"), ("+CEREG", [2, 3], "the cell"),
        ("+COPS", [2], "the network"), ("+CGPADDR", [1], "the address"), ("+CGCONTRDP", nil, "the context"),
        ("+UPSND", [2], "the address"), ("+UUPSDA", [1], "the address"), ("+CGDCONT", [2, 3], "the context"),
        ("+CCID", nil, "the SIM"), ("+CNUM", nil, "the SIM"), ("+ULWM2MREG", [2], "the seconds that are left"),
        ("+UGCNTRD", nil, "the traffic"), ("+CEER", nil, "the network"),
    ]
    /// Commands whose bare answer is such a thing.
    private static let commands: [String: String] = [
        "AT+CGSN": "the IMEI", "AT+GSN": "the IMEI", "AT+CIMI": "the SIM", "AT+CSQ": "the signal",
    ]

    /// Whether two lines say the same but for such fields; the reason why they are left out, nil if they differ.
    ///
    /// - Parameter command: the one that both answer.
    static func reason(for command: String, _ recorded: String, _ emulated: String) -> String? {
        if recorded.hasPrefix("IMEI: "), emulated.hasPrefix("IMEI: ") { return "the IMEI" }
        if let why = commands[command.uppercased()], isPlain(recorded), isPlain(emulated) { return why }
        if let why = unsolicited(recorded, emulated) { return why }
        guard let (name, left) = parts(recorded), let (other, right) = parts(emulated), name == other,
            let field = fields.first(where: { $0.name == name })
        else { return nil }
        if command.uppercased().hasPrefix("AT+ULSTFILE=1") { return "the free space" }
        guard let places = field.places else { return field.why }
        guard left.count == right.count else { return nil }
        let same = left.indices.allSatisfy { places.contains($0) || left[$0] == right[$0] }
        return same ? field.why : nil
    }

    private static func unsolicited(_ recorded: String, _ emulated: String) -> String? {
        let mark = "+ULSTFILE: "
        guard recorded.hasPrefix(mark), emulated.hasPrefix(mark), Int(recorded.dropFirst(11)) != nil,
            Int(emulated.dropFirst(11)) != nil
        else { return nil }
        return "sizes and free space"
    }

    /// Digits alone.
    private static func isPlain(_ line: String) -> Bool {
        !line.isEmpty && line.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func parts(_ line: String) -> (name: String, fields: [Substring])? {
        guard line.first == "+", let colon = line.firstIndex(of: ":") else { return nil }
        let rest = line[line.index(after: colon)...].drop { $0 == " " }
        return (String(line[..<colon]), rest.split(separator: ",", omittingEmptySubsequences: false))
    }
}
