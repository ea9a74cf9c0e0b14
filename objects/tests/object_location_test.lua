-- object_location_test.lua: tests of object_location.lua, LwM2M Object 6
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: e13f5b8469c8295a

local SHORT_SERVER_ID = 123
local INSTANCE = "/6/0"
local UNKNOWN_INSTANCE = "/6/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_LATITUDE = 0
local RES_M_LONGITUDE = 1
local RES_O_ALTITUDE = 2
local RES_O_RADIUS = 3
local RES_O_VELOCITY = 4
local RES_M_TIMESTAMP = 5
local RES_O_SPEED = 6

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_LATITUDE, name = "Latitude", operations = "R", type = "Float", mandatory = true, value = 21.5 },
  { id = RES_M_LONGITUDE, name = "Longitude", operations = "R", type = "Float", mandatory = true, value = 21.5 },
  { id = RES_O_ALTITUDE, name = "Altitude", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_RADIUS, name = "Radius", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_VELOCITY, name = "Velocity", operations = "R", type = "Opaque", value = "\001\002\003" },
  { id = RES_M_TIMESTAMP, name = "Timestamp", operations = "R", type = "Time", mandatory = true, value = 1500000000 },
  { id = RES_O_SPEED, name = "Speed", operations = "R", type = "Float", value = 21.5 },
}

describe("object_location", function()
  local client

  before_each(function()
    device.load "object_location.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_location", id = 6, name = "Location",
    lwm2m_version = "1.0", object_version = "1.0",
    multiple = false, mandatory = false, resources = resources,
  }

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  it("shows a server where the end device says it is", function()
    local position = {
      [RES_M_LATITUDE] = 47.285, [RES_M_LONGITUDE] = 8.565, [RES_O_ALTITUDE] = -0.5, [RES_O_RADIUS] = 12,
      [RES_O_VELOCITY] = "\0\1\2\3", [RES_M_TIMESTAMP] = 1500000000,
    }
    for res, value in pairs(position) do
      device.host:write(INSTANCE .. "/" .. res, value)
      assert.same(value, (client:read(INSTANCE .. "/" .. res)))
    end
  end)

  it("is told to an observer as one", function()
    client:observe(INSTANCE)
    device.host:write(INSTANCE, { [RES_M_LATITUDE] = 47.285, [RES_M_LONGITUDE] = 8.565 })
    local notifications = client:notifications()
    assert.equal(1, #notifications)
    assert.equal(8.565, notifications[1].value[RES_M_LONGITUDE])
  end)
  -- custom tests: end
end)
