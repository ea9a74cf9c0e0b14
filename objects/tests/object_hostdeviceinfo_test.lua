-- object_hostdeviceinfo_test.lua: tests of object_hostdeviceinfo.lua, LwM2M Object 10241
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 893fe516f8ab13a4

local SHORT_SERVER_ID = 123
local INSTANCE = "/10241/0"
local UNKNOWN_INSTANCE = "/10241/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_HOST_DEVICE_MANUFACTURER = 5905
local RES_M_HOST_DEVICE_MODEL_NUMBER = 5906
local RES_M_HOST_DEVICE_UNIQUE_ID = 5907
local RES_M_HOST_DEVICE_SOFTWARE_VERSION = 5908

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_HOST_DEVICE_MANUFACTURER, name = "Host Device Manufacturer", operations = "R", value = { [0] = "text" } },
  { id = RES_M_HOST_DEVICE_MODEL_NUMBER, name = "Host Device Model Number", operations = "R", value = { [0] = "text" } },
  { id = RES_M_HOST_DEVICE_UNIQUE_ID, name = "Host Device Unique ID", operations = "R", value = { [0] = "text" } },
  { id = RES_M_HOST_DEVICE_SOFTWARE_VERSION, name = "Host Device Software Version", operations = "R", value = { [0] = "text" } },
}

describe("object_hostdeviceinfo", function()
  local client

  before_each(function()
    device.load "object_hostdeviceinfo.lua"
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

  for _, resource in ipairs(device.offered("object_hostdeviceinfo.lua", resources)) do
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
  it("holds what the end device says of several products", function()
    local makers = { [0] = "Example Works", [1] = "Sample Works" }
    device.host:write(INSTANCE .. "/" .. RES_M_HOST_DEVICE_MANUFACTURER, makers)
    assert.same(makers, (client:read(INSTANCE .. "/" .. RES_M_HOST_DEVICE_MANUFACTURER)))
  end)
  -- custom tests: end
end)
