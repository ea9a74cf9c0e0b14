import LwM2M
import XML

extension [ObjectDefinition] {
    /// The definitions in OMA's format: a UTF-8 document that `generate` reads.
    ///
    /// An unknown URN is built from the id, as the OMA registry does.
    ///
    /// - Source: LwM2M 1.0.1 appendix D.1.
    package var document: String {
        XMLElement(
            "LWM2M",
            [
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:noNamespaceSchemaLocation": "http://openmobilealliance.org/tech/profiles/LWM2M.xsd",
            ], children: map(\.element)
        ).document()
    }
}

extension ObjectDefinition {
    fileprivate var element: XMLElement {
        XMLElement(
            "Object", ["ObjectType": "MODefinition"],
            children: [
                XMLElement("Name", text: name), XMLElement("Description1", text: description),
                XMLElement("ObjectID", text: "\(id)"), XMLElement("ObjectURN", text: urn.isEmpty ? madeURN : urn),
                XMLElement("LWM2MVersion", text: lwm2mVersion), XMLElement("ObjectVersion", text: objectVersion),
                XMLElement("MultipleInstances", text: isMultiple ? "Multiple" : "Single"),
                XMLElement("Mandatory", text: isMandatory ? "Mandatory" : "Optional"),
                XMLElement("Resources", children: resources.map(\.element)), XMLElement("Description2", text: ""),
            ])
    }

    /// `urn:oma:lwm2m:ext:3300`, with the version appended unless it is 1.0.
    private var madeURN: String {
        let label =
            switch id {
            case 0...1023: "oma"
            case 2048...10240: "ext"
            default: "x"
            }
        return "urn:oma:lwm2m:\(label):\(id)" + (objectVersion == "1.0" ? "" : ":\(objectVersion)")
    }
}

extension ResourceDefinition {
    fileprivate var element: XMLElement {
        XMLElement(
            "Item", ["ID": "\(id)"],
            children: [
                XMLElement("Name", text: name), XMLElement("Operations", text: operations.description),
                XMLElement("MultipleInstances", text: isMultiple ? "Multiple" : "Single"),
                XMLElement("Mandatory", text: isMandatory ? "Mandatory" : "Optional"),
                XMLElement("Type", text: type.rawValue), XMLElement("RangeEnumeration", text: rangeEnumeration),
                XMLElement("Units", text: units), XMLElement("Description", text: description),
            ])
    }
}
