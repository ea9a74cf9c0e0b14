import LwM2M
import Testing

/// Inputs from outside, changed at random: they may be refused, and nothing else may happen.
struct FuzzTests {
    /// What takes bytes from outside; a refusal is an outcome like another.
    enum Codec: String, CaseIterable, Sendable {
        case tlv, tlvPayload, json, jsonPayload, atPayload, text, linkFormat, queries, arguments, value

        var corpus: [[UInt8]] {
            switch self {
            case .tlv, .tlvPayload, .value:
                [
                    "c800144f70656e204d6f62696c6520416c6c69616e6365860641000141010588070842000ed842011388",
                    "08000fc10001c40100015180c10601c10755", "880807 01".filter { $0 != " " },
                    "080008c1010a830841020a", "0307c1010a23012cc1010b", "870241650f61013601c10365",
                    "d8050001ff0102", "e1000541", "8008", "5f0102",
                ].map(Self.bytes)
            case .json, .jsonPayload:
                [
                    #"{"bn":"/3/0/","e":[{"n":"0","sv":"Open \u00fc\ud834\udd1e"},{"n":"6/0","v":1},{"n":"4","bv":true}]}"#,
                    #"{"e":[{"n":"/3/0/13","v":-1.5e10,"t":-5}],"bt":1367491215,"x":{"y":[null,false,"z"]}}"#,
                    #"{"bn": "2/1/", "e": [{"n": "2/123", "v": 15}, {"n": "3", "ov": "11:0"}]}"#,
                    #"{"bn":"/33000/0/8","e":[]}"#,
                ].map { Array($0.utf8) }
            case .atPayload:
                [
                    #"{"bn":"/1/2/","e":[{"n":"1","v":180},{"n":"7","sv":"UQ"}]}"#,
                    #"{"e":[{"n":"0/2/5","sv":"q83v"}]}"#,
                    #"{"bn": "2/1/", "e": [{"n": "2/123", "v": 1}, {"n": "3", "sv": "0"}]}"#,
                ].map { Array($0.utf8) }
            case .text:
                ["-9223372036854775808", "6.667e-11", "AQIDBAU=", "65535:65535", "Zürich", "1", ""]
                    .map { Array($0.utf8) }
            case .linkFormat:
                [
                    #"</>;rt="oma.lwm2m";ct=11543,</1/0>,</44>;ver="2.2",</3/0/7>;dim=8;pmin=10;gt=-0.5"#,
                    "</a>;x ; y=z , <b>",
                ].map { Array($0.utf8) }
            case .queries:
                ["pmin=10&pmax=60&gt=1e3&lt=-12.25&st=0.5", "pmin&pmax=0&stp=1", "pmin=9223372036854775807"]
                    .map { Array($0.utf8) }
            case .arguments: ["0='a',1,2='10.3'", "5", "3='',4"].map { Array($0.utf8) }
            }
        }

        private static func bytes(_ hex: String) -> [UInt8] {
            let digits = Array(hex)
            return stride(from: 0, to: digits.count - 1, by: 2).map {
                UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
            }
        }

        func take(_ bytes: [UInt8], choice: Int) throws {
            let path = [Path(33000), Path(3, 0), Path(33000, 0, 8), Path(0, 1)][choice % 4]
            let type = DataType.allCases[choice % DataType.allCases.count]
            let text = String(decoding: bytes, as: UTF8.self)
            switch self {
            case .tlv:
                // What was taken is written and read back as the same.
                let entries = try TLVDecoder.entries(of: bytes)
                let again = try TLVDecoder.entries(of: TLVEncoder.bytes(of: entries))
                #expect(entries == again)
            case .tlvPayload:
                for resource in try WritePayload(tlv: bytes, at: path, isMultiple: choice % 2 == 0).instances
                    .flatMap(\.resources)
                {
                    let definition = ResourceDefinition(
                        id: resource.id, name: "", operations: .read, isMultiple: choice % 3 == 0, type: type)
                    _ = try resource.typed(by: definition)
                }
            case .json: _ = try LwM2MJSONDecoder.entries(of: bytes, at: .root)
            case .jsonPayload:
                for resource in try WritePayload(json: bytes, at: path).instances.flatMap(\.resources) {
                    let definition = ResourceDefinition(
                        id: resource.id, name: "", operations: .read, isMultiple: choice % 3 == 0, type: type)
                    _ = try resource.typed(by: definition)
                }
            case .atPayload:
                let payload = try ATWritePayload(parsing: text)
                let resources = payload.resources.map { resource in
                    let isMultiple = if case .multiple = resource.content { true } else { false }
                    return ResourceDefinition(
                        id: resource.id, name: "", operations: .read, isMultiple: isMultiple, type: type)
                }
                _ = try payload.typed(
                    by: ObjectDefinition(
                        id: 1, name: "", isMultiple: true, isMandatory: false, resources: resources))
            case .text:
                let value = try ResourceValue(plainText: text, as: type)
                let again = try ResourceValue(plainText: value.plainText, as: type)
                #expect(value == again)
            case .linkFormat:
                let links = try LinkFormat.links(of: bytes)
                _ = LinkFormat.text(of: links)
            case .queries:
                let resource = ResourceDefinition(id: 1, name: "", operations: .read, type: type)
                let queries = text.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
                let attributes = try NotificationAttributes().writing(queries, to: choice % 2 == 0 ? resource : nil)
                _ = NotificationConditions(attributes)
            case .arguments: _ = try ExecuteArguments(parsing: text)
            case .value:
                let value = try ResourceValue(tlvBytes: bytes, as: type)
                let again = try ResourceValue(tlvBytes: value.tlvBytes, as: type)
                #expect("\(value)" == "\(again)")
            }
        }
    }

    @Test(arguments: Codec.allCases) func refusesOrTakes(_ codec: Codec) throws {
        var mutations = Mutations(seed: 4)
        let corpus = codec.corpus
        var taken = 0
        for _ in 0..<25_000 {
            let bytes = mutations.next(of: corpus)
            let choice = mutations.number(below: 1000)
            do {
                try codec.take(bytes, choice: choice)
                taken += 1
            } catch is LwM2MError {
                continue
            }
        }
        // Of each kind some get through, so that what follows the first check is tried as well.
        #expect(taken > 100)
    }
}
