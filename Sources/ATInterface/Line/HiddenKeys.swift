import LwM2M

/// Takes keys out of command lines that somebody may read later.
enum HiddenKeys {
    private static let writers = ["+ULWM2MWRITE", "+ULWM2MCREATE"]
    private static let notice = Array("(may hold keys; shown with --show-keys)".utf8)

    /// A line without the parameters of a command that brings a key of Object 0, or that cannot be read and may bring
    /// one.
    static func line(_ bytes: [UInt8]) -> [UInt8] {
        let upper = bytes.map { (97...122).contains($0) ? $0 - 32 : $0 }
        // Blanks may stand anywhere outside of quotes.
        let places = upper.indices.filter { upper[$0] != 32 }
        let dense = places.map { upper[$0] }
        for writer in writers {
            let name = Array(writer.utf8)
            guard let start = firstIndex(of: name, in: dense) else { continue }
            guard mayHoldKeys(bytes) else { return bytes }
            let end = places[start + name.count - 1] + 1
            return bytes[..<end] + (end < bytes.count ? [UInt8(ascii: "=")] + notice : [])
        }
        return bytes
    }

    private static func mayHoldKeys(_ bytes: [UInt8]) -> Bool {
        // What cannot be read may name Object 0 all the same.
        guard var line = ATLine(bytes) else { return namesSecurity(bytes) }
        do throws(ATError) {
            while let request = try line.next() {
                guard writers.contains(request.name), request.form == .set else { continue }
                guard let text = try? request.parameters.string(0, "") else { return namesSecurity(bytes) }
                if mayHoldKeys(text) { return true }
            }
            return false
        } catch {
            return namesSecurity(bytes)
        }
    }

    private static func mayHoldKeys(_ json: String) -> Bool {
        if let payload = try? ATWritePayload(parsing: json) {
            return payload.resources.contains { SecurityKeys.isKey(payload.path.appending($0.id)) }
        }
        return namesSecurity(Array(json.utf8))
    }

    /// Whether `/0` stands there as a whole id, or characters are spelled by their numbers.
    private static func namesSecurity(_ text: [UInt8]) -> Bool {
        for index in text.indices {
            let before = index > 0 ? text[index - 1] : 0
            let after = index + 1 < text.count ? text[index + 1] : 0
            let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
            if text[index] == 48, !isDigit(before), !isDigit(after) {
                // `"0/`, `/0/`, `/0"`: the 0 of `3300/0/` has an id in front of it.
                var start = index
                if before == 47 { start -= 1 }
                let beyond = start > 0 ? text[start - 1] : 0
                if !isDigit(beyond), after == 47 || before == 47 { return true }
            }
            if text[index] == 92, after == 117 || after == 85 { return true }
        }
        return false
    }

    private static func firstIndex(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return (0...(bytes.count - pattern.count)).first { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
    }
}
