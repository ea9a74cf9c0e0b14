/// The XML of an OMA definition, assembled for a test.
package struct DefinitionText {
    /// One `Item`; each part is written verbatim, so that a test can include errors.
    package struct Item {
        package var id: String
        package var name: String
        package var operations: String
        package var multiple: String
        package var mandatory: String
        package var type: String

        package init(
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

    package var name = "Probe"
    package var id = "26241"
    package var urn = "urn:oma:lwm2m:x:26241"
    /// The elements LWM2MVersion and ObjectVersion.
    package var versions = "<LWM2MVersion>1.0</LWM2MVersion><ObjectVersion>1.0</ObjectVersion>"
    package var multiple = "Multiple"
    package var mandatory = "Optional"
    package var items: [Item]

    package init(_ items: [Item] = [Item(0, "Value")]) { self.items = items }

    /// One Object, the element alone: the name on line 2, the id on line 4, the first Item on line 10.
    package var object: String {
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

    /// A file with this Object: each line of the Object is two lines further down.
    package var file: String { Self.file([self]) }

    /// A file with several Objects.
    package static func file(_ objects: [DefinitionText]) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LWM2M>\n" + objects.map(\.object).joined(separator: "\n")
            + "\n</LWM2M>\n"
    }
}
