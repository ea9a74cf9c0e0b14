/// The XML of an OMA definition, put together for a test.
public struct DefinitionText {
    /// One `Item`; each part is written as it stands, so that a test may write what is wrong.
    public struct Item {
        public var id: String
        public var name: String
        public var operations: String
        public var multiple: String
        public var mandatory: String
        public var type: String

        public init(
            _ id: Int, _ name: String, _ operations: String = "RW", _ type: String = "Integer",
            multiple: String = "Single", mandatory: String = "Optional"
        ) {
            self.id = String(id)
            self.name = name
            self.operations = operations
            self.multiple = multiple
            self.mandatory = mandatory
            self.type = type
        }

        var text: String {
            """
            <Item ID="\(id)"><Name>\(name)</Name><Operations>\(operations)</Operations>\
            <MultipleInstances>\(multiple)</MultipleInstances><Mandatory>\(mandatory)</Mandatory><Type>\(type)</Type>\
            <RangeEnumeration></RangeEnumeration><Units></Units><Description></Description></Item>
            """
        }
    }

    public var name = "Probe"
    public var id = "26241"
    public var urn = "urn:oma:lwm2m:x:26241"
    /// The elements LWM2MVersion and ObjectVersion.
    public var versions = "<LWM2MVersion>1.0</LWM2MVersion><ObjectVersion>1.0</ObjectVersion>"
    public var multiple = "Multiple"
    public var mandatory = "Optional"
    public var items: [Item]

    public init(_ items: [Item] = [Item(0, "Value")]) { self.items = items }

    /// One Object, the element alone: the name in its line 2, the id in 4, the first Item in line 10.
    public var object: String {
        """
        <Object ObjectType="MODefinition">
        <Name>\(name)</Name>
        <Description1></Description1>
        <ObjectID>\(id)</ObjectID>
        <ObjectURN>\(urn)</ObjectURN>
        \(versions)
        <MultipleInstances>\(multiple)</MultipleInstances>
        <Mandatory>\(mandatory)</Mandatory>
        <Resources>
        \(items.map(\.text).joined(separator: "\n"))
        </Resources>
        <Description2></Description2>
        </Object>
        """
    }

    /// A file with this Object: a line of the Object stands two lines further down.
    public var file: String { Self.file([self]) }

    /// A file with several Objects.
    public static func file(_ objects: [DefinitionText]) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LWM2M>\n" + objects.map(\.object).joined(separator: "\n")
            + "\n</LWM2M>\n"
    }
}
