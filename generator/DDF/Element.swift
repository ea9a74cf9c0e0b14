/// The elements defined by the OMA schema.
///
/// - Source: LWM2M.xsd and LWM2M-v1_1.xsd of OMA.
enum Element: UInt8 {
    case lwm2m, object, resources, item
    case name, description1, objectID, objectURN, lwm2mVersion, objectVersion, multipleInstances, mandatory
    case description2
    case operations, type, rangeEnumeration, units, description
    case unknown

    static let count = Int(Element.unknown.rawValue) + 1

    /// Holds other elements and no text.
    var isContainer: Bool { rawValue <= Element.item.rawValue }

    /// Text for people only, which never reaches a script.
    var isProse: Bool { self == .description || self == .description1 || self == .description2 }

    /// The name as spelled in the schema.
    var spelling: String { letters.description }

    private var letters: StaticString {
        switch self {
        case .lwm2m: "LWM2M"
        case .object: "Object"
        case .resources: "Resources"
        case .item: "Item"
        case .name: "Name"
        case .description1: "Description1"
        case .objectID: "ObjectID"
        case .objectURN: "ObjectURN"
        case .lwm2mVersion: "LWM2MVersion"
        case .objectVersion: "ObjectVersion"
        case .multipleInstances: "MultipleInstances"
        case .mandatory: "Mandatory"
        case .description2: "Description2"
        case .operations: "Operations"
        case .type: "Type"
        case .rangeEnumeration: "RangeEnumeration"
        case .units: "Units"
        case .description: "Description"
        case .unknown: "?"
        }
    }

    /// Whether the schema allows an element directly inside another.
    func belongs(in parent: Element) -> Bool { Self.order(in: parent).contains(self) }

    /// The children of an element in schema order.
    static func order(in parent: Element) -> [Element] {
        switch parent {
        case .lwm2m: [.object]
        case .object: Self.objectOrder
        case .resources: [.item]
        case .item: Self.itemOrder
        default: []
        }
    }

    private static let objectOrder: [Element] = [
        .name, .description1, .objectID, .objectURN, .lwm2mVersion, .objectVersion, .multipleInstances, .mandatory,
        .resources, .description2,
    ]
    private static let itemOrder: [Element] = [
        .name, .operations, .multipleInstances, .mandatory, .type, .rangeEnumeration, .units, .description,
    ]

    /// Finds the element with a name: its length and one letter leave a single candidate to compare with.
    init(_ name: UnsafeBufferPointer<UInt8>) {
        let candidate: Element =
            switch (name.count, name.first.map { Unicode.Scalar($0) }, name.last) {
            case (4, "N", _): .name
            case (4, "I", _): .item
            case (4, "T", _): .type
            case (5, "L", _): .lwm2m
            case (5, "U", _): .units
            case (6, _, _): .object
            case (8, _, _): .objectID
            case (9, "M", _): .mandatory
            case (9, "R", _): .resources
            case (9, "O", _): .objectURN
            case (10, _, _): .operations
            case (11, _, _): .description
            case (12, "L", _): .lwm2mVersion
            case (12, "D", UInt8(ascii: "1")): .description1
            case (12, "D", _): .description2
            case (13, _, _): .objectVersion
            case (16, _, _): .rangeEnumeration
            case (17, _, _): .multipleInstances
            default: .unknown
            }
        let spelling = candidate.letters
        let isSame =
            name.count == spelling.utf8CodeUnitCount
            && UnsafeBufferPointer(start: spelling.utf8Start, count: spelling.utf8CodeUnitCount).elementsEqual(name)
        self = isSame ? candidate : .unknown
    }
}
