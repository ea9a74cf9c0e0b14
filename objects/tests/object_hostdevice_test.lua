-- object_hostdevice_test.lua: tests of object_hostdevice.lua, LwM2M Object 10299
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: ed9c61f94a5c3f7b

local SHORT_SERVER_ID = 123
local INSTANCE = "/10299/0"
local UNKNOWN_INSTANCE = "/10299/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_MANUFACTURER = 0
local RES_M_MODEL = 1
local RES_M_UNIQUEID = 2
local RES_M_FIRMWAREVERSION = 3
local RES_O_SOFTWAREVERSION = 4
local RES_O_HARDWAREVERSION = 5
local RES_O_DATESTAMP = 6

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_MANUFACTURER, name = "Manufacturer", operations = "R", value = "text" },
  { id = RES_M_MODEL, name = "Model", operations = "R", value = "text" },
  { id = RES_M_UNIQUEID, name = "UniqueID", operations = "R", value = "text" },
  { id = RES_M_FIRMWAREVERSION, name = "FirmwareVersion", operations = "R", value = "text" },
  { id = RES_O_SOFTWAREVERSION, name = "SoftwareVersion", operations = "R", value = "text" },
  { id = RES_O_HARDWAREVERSION, name = "HardwareVersion", operations = "R", value = "text" },
  { id = RES_O_DATESTAMP, name = "DateStamp", operations = "R", value = "text" },
}

describe("object_hostdevice", function()
  local client

  before_each(function()
    device.load "object_hostdevice.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  it("makes an instance only once", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(INSTANCE)))
  end)

  it("deletes an instance", function()
    assert.equal(coap.COAP_202_DELETED, (client:delete(INSTANCE)))
    assert.equal(coap.COAP_404_NOT_FOUND, (client:delete(INSTANCE)))
  end)

  for _, resource in ipairs(device.offered("object_hostdevice.lua", resources)) do
    local path = INSTANCE .. "/" .. resource.id
    local can = function(operation) return resource.operations:find(operation) ~= nil end

    it((can "R" and "reads " or "refuses to read ") .. resource.name, function()
      local _, code = client:read(path)
      assert.equal(can "R" and coap.COAP_205_CONTENT or coap.COAP_405_METHOD_NOT_ALLOWED, code)
    end)

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

    if can "E" then
      it("executes " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:execute(path)))
      end)
    else
      it("refuses to execute " .. resource.name, function()
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path)))
      end)
    end
  end

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  it("holds what the end device says of itself", function()
    local said = { [RES_M_MANUFACTURER] = "Example Works", [RES_M_MODEL] = "Lamp", [RES_O_DATESTAMP] = "01:31:2020 12:00:00" }
    device.host:write(INSTANCE, said)
    for res, text in pairs(said) do
      assert.equal(text, (client:read(INSTANCE .. "/" .. res)))
    end
  end)
  -- custom tests: end
end)
