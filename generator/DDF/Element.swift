/// The elements that the schema of OMA knows.
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

    /// The name as the schema spells it.
    var spelling: String {
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

    /// Whether an element may stand directly in another by the schema.
    func belongs(in parent: Element) -> Bool { Self.order(in: parent).contains(self) }

    /// The children of an element in the order of the schema.
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

    /// Finds the element of a name; the length narrows the choice to three.
    init(_ name: UnsafeBufferPointer<UInt8>) {
        let candidates: (Element, Element, Element) =
            switch name.count {
            case 4: (.name, .item, .type)
            case 5: (.lwm2m, .units, .unknown)
            case 6: (.object, .unknown, .unknown)
            case 8: (.objectID, .unknown, .unknown)
            case 9: (.mandatory, .resources, .objectURN)
            case 10: (.operations, .unknown, .unknown)
            case 11: (.description, .unknown, .unknown)
            case 12: (.lwm2mVersion, .description1, .description2)
            case 13: (.objectVersion, .unknown, .unknown)
            case 16: (.rangeEnumeration, .unknown, .unknown)
            case 17: (.multipleInstances, .unknown, .unknown)
            default: (.unknown, .unknown, .unknown)
            }
        if name.elementsEqual(candidates.0.spelling.utf8) {
            self = candidates.0
        } else if candidates.1 != .unknown, name.elementsEqual(candidates.1.spelling.utf8) {
            self = candidates.1
        } else if candidates.2 != .unknown, name.elementsEqual(candidates.2.spelling.utf8) {
            self = candidates.2
        } else {
            self = .unknown
        }
    }
}
