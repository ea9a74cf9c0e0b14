import LwM2M

extension TestScript {
    /// Objects 0 and 2 hold keys and rights: no server reaches them, only the client itself.
    var isForClientOnly: Bool { definition.id == .security || definition.id == .accessControl }

    mutating func emitTests() {
        writer.write("\ndescribe(\"\(name)\", function()\n  local client\n\n  before_each(function()\n")
        writer.write("    device.load \"\(name).lua\"\n")
        writer.write("    client = \(isForClientOnly ? "device.host" : "device.server(SHORT_SERVER_ID)")\n")
        writer.write("    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))\n  end)\n")
        emitInstances()
        emitResourceTests()
        emitUnknown()
        writer.write("\n")
        writer.region(.tests, custom[.tests], indent: "  ")
        writer.write("end)\n")
    }

    private mutating func emitInstances() {
        writer.write(
            """

              it("makes an instance only once", function()
                assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(INSTANCE)))
              end)

            """)
        // No server deletes the Object of the device itself.
        let deletes = definition.id == .device ? "device.host" : "client"
        writer.write(
            """

              it("deletes an instance", function()
                assert.equal(coap.COAP_202_DELETED, (\(deletes):delete(INSTANCE)))
                assert.equal(coap.COAP_404_NOT_FOUND, (\(deletes):delete(INSTANCE)))
              end)

            """)
    }

    private mutating func emitResourceTests() {
        writer.write(
            """

              for _, resource in ipairs(device.offered("\(name).lua", resources)) do
                local path = INSTANCE .. "/" .. resource.id

            """)
        if isForClientOnly {
            writer.write("\n")
            emitClientTests()
        } else {
            writer.write(
                "    local can = function(operation) return resource.operations:find(operation) ~= nil end\n\n")
            emitRead()
            emitWrite()
            emitExecute()
        }
        writer.write("  end\n")
    }

    /// The client itself reads and writes whatever has a value.
    private mutating func emitClientTests() {
        writer.write(
            """
                if resource.value ~= nil then
                  it("keeps " .. resource.name, function()
                    assert.equal(coap.COAP_204_CHANGED, (client:write(path, resource.value)))
                    assert.same(resource.value, (client:read(path)))
                  end)
                end

            """)
    }

    private mutating func emitRead() {
        writer.write(
            """
                it((can "R" and "reads " or "refuses to read ") .. resource.name, function()
                  local _, code = client:read(path)
                  assert.equal(can "R" and coap.COAP_205_CONTENT or coap.COAP_405_METHOD_NOT_ALLOWED, code)
                end)

            """)
    }

    private mutating func emitWrite() {
        writer.write(
            """

                if can "W" then
                  it("writes " .. resource.name, function()
                    assert.equal(coap.COAP_204_CHANGED, (client:write(path, resource.value)))
                    assert.same(resource.value, (device.host:read(path)))
                  end)
                elseif can "R" then
                  it("refuses to write " .. resource.name, function()
                    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:write(path, resource.value)))
                  end)
                end

            """)
    }

    private mutating func emitExecute() {
        writer.write(
            """

                if can "E" then
                  it("executes " .. resource.name, function()
                    assert.equal(coap.COAP_204_CHANGED, (client:execute(path)))
                  end)
                else
                  it("refuses to execute " .. resource.name, function()
                    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path)))
                  end)
                end

            """)
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
