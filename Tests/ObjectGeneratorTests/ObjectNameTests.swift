import LwM2M
import ObjectGenerator
import Testing

struct ObjectNameTests {
    static let names: [(Int, String, String)] = [
        (3300, "Generic Sensor", "object_generic_sensor"), (5, "  Padded\n", "object_padded"),
        (6, "A-B/C d", "object_a_b_c_d"), (7, "AT&T (v2.0)", "object_att_v20"), (8, "3-Phase", "object_3_phase"),
        (9, "Gr\u{F6}\u{DF}e", "object_gre"), (9, "a  b__c", "object_a__b__c"), (9, "../../etc/x", "object___etc_x"),
        (10, "LWM2M Cellular Connectivity", "object_cellular_connectivity"),
        (11, "LWM2M APN Connection Profile", "object_apn_connection_profile"),
        (12, "LWM2M APN Connection Profile", "object_lwm2m_apn_connection_profile"),
        (10308, "AT&T Connectivity Extension", "object_att_connectivity_extension"),
    ]
    @Test(arguments: names) func makesANameThatIsAnIdentifier(_ id: Int, _ name: String, _ expected: String) throws {
        #expect(try ObjectName.name(for: definition(id, name)) == expected)
    }

    @Test func refusesANameOfWhichNothingIsLeft() {
        let error = #expect(throws: GeneratorError.self) { try ObjectName.name(for: definition(7, "\u{4F20}\u{611F}")) }
        #expect(
            error?.message == "the name of object 7 has no letter or digit of ASCII, so no file can be named after "
                + "it: give it a name in <Name>, or choose one with --name")
        #expect(throws: GeneratorError.self) {
            try ObjectName.name(for: definition(7, String(repeating: "x", count: 250)))
        }
    }

    @Test func takesAChosenName() throws {
        #expect(try ObjectName.name(chosen: "location_2") == "object_location_2")
        #expect(try ObjectName.name(chosen: "object_x") == "object_x")
        for bad in ["", "object_", "a b", "../x", "A", "x.lua", "\u{E4}"] {
            #expect(throws: GeneratorError.self) { try ObjectName.name(chosen: bad) }
        }
    }

    private func definition(_ id: Int, _ name: String) -> ObjectDefinition {
        ObjectDefinition(id: ObjectID(id), name: name, isMultiple: true, isMandatory: false, resources: [])
    }
}
