import LwM2M

extension TestScript {
    /// Objects 0 and 2 hold keys and rights: no server can reach them, only the client itself.
    var isForClientOnly: Bool { definition.id == .security || definition.id == .accessControl }

    mutating func emitTests() {
        writer.write("\ndescribe(\"\(name)\", function()\n  local client\n\n  before_each(function()\n")
        writer.write("    device.load \"\(name).lua\"\n")
        writer.write("    client = \(isForClientOnly ? "device.host" : "device.server(SHORT_SERVER_ID)")\n")
        writer.write("    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))\n  end)\n")
        emitContract()
        emitUnknown()
        writer.write("\n")
        writer.region(.tests, custom[.tests], indent: "  ")
        writer.write("end)\n")
    }

    /// The declarations, followed by the tests that the definition calls for.
    private mutating func emitContract() {
        writer.write(
            """

              -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
              -- contract.value, contract.start, contract.before, contract.skip

            """)
        writer.region(.contract, custom[.contract], indent: "  ")
        writer.write("\n  contract.test {\n    object = \"\(name)\", id = \(definition.id), name = ")
        writer.quoted(definition.name)
        writer.write(",\n    lwm2m_version = ")
        writer.quoted(definition.lwm2mVersion)
        writer.write(", object_version = ")
        writer.quoted(definition.objectVersion)
        writer.write(",\n    multiple = \(definition.isMultiple), mandatory = \(definition.isMandatory)")
        writer.write(", resources = resources,\n  }\n")
    }

    private mutating func emitUnknown() {
        writer.write(
            """

              it("has nothing where the definition has nothing", function()
                for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
                  local value, code = client:read(path)
                  assert.is_nil(value)
                  assert.equal(coap.COAP_404_NOT_FOUND, code)
                end
              end)

            """)
    }
}
