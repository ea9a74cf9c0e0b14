-- object_application_update_test.lua: tests of object_application_update.lua, LwM2M Object 26244
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 2897ee15f5579b18

local SHORT_SERVER_ID = 123
local INSTANCE = "/26244/0"
local UNKNOWN_INSTANCE = "/26244/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PACKAGE_URI = 0
local RES_M_STATE = 1
local RES_M_RESULT = 2
local RES_M_INSTALL = 3
local RES_O_CANCEL = 4
local RES_O_ATTEMPTS = 5

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_PACKAGE_URI, name = "Package URI", operations = "RW", value = "text" },
  { id = RES_M_STATE, name = "State", operations = "R", value = 42 },
  { id = RES_M_RESULT, name = "Result", operations = "R", value = 42 },
  { id = RES_M_INSTALL, name = "Install", operations = "E" },
  { id = RES_O_CANCEL, name = "Cancel", operations = "E" },
  { id = RES_O_ATTEMPTS, name = "Attempts", operations = "R", value = 42 },
}

describe("object_application_update", function()
  local client

  before_each(function()
    device.load "object_application_update.lua"
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

  for _, resource in ipairs(device.offered("object_application_update.lua", resources)) do
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
  local IDLE, DOWNLOADING, DOWNLOADED, INSTALLING = 0, 1, 2, 3
  local NONE, INSTALLED, FAILED, CANCELLED = 0, 1, 2, 3
  local URI = "coaps://files.example.com/app"

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function write_uri(uri)
    return (client:write(path(RES_M_PACKAGE_URI), uri))
  end

  local function say_state(state)
    return (device.host:write(path(RES_M_STATE), state))
  end

  local function say_result(result)
    return (device.host:write(path(RES_M_RESULT), result))
  end

  local function execute(res)
    return (client:execute(path(res)))
  end

  local function expect(state, result, urcs)
    assert.equal(state, (client:read(path(RES_M_STATE))), "state")
    assert.equal(result, (client:read(path(RES_M_RESULT))), "result")
    assert.same(urcs or {}, device.urcs())
  end

  -- The tests of each Resource execute Install and Cancel, which are for a file that is there.
  before_each(function()
    write_uri(URI)
    say_state(DOWNLOADED)
    device.clear()
  end)

  describe("that is idle", function()
    before_each(function()
      execute(RES_O_CANCEL)
      write_uri ""
      device.clear()
    end)

    it("tells the host what to fetch", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri(URI))
      expect(DOWNLOADING, NONE, { "update: fetch " .. URI })
      assert.equal(2, (client:read(path(RES_O_ATTEMPTS))))
    end)

    it("tells a module with pulses, too", function()
      device.product = "SARA-R422S-01B"
      write_uri(URI)
      expect(DOWNLOADING, NONE, { "update: fetch " .. URI })
    end)

    it("has nothing to give up", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri "")
      expect(IDLE, NONE)
    end)

    it("refuses what is for later", function()
      for _, res in ipairs { RES_M_INSTALL, RES_O_CANCEL } do
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(res))
      end
      for _, state in ipairs { DOWNLOADING, DOWNLOADED, INSTALLING } do
        assert.equal(coap.COAP_400_BAD_REQUEST, say_state(state))
      end
      for _, result in ipairs { NONE, INSTALLED, FAILED, CANCELLED } do
        assert.equal(coap.COAP_400_BAD_REQUEST, say_result(result))
      end
      expect(IDLE, NONE)
    end)

    it("takes a URI of 255 bytes and no longer one", function()
      assert.equal(coap.COAP_400_BAD_REQUEST, write_uri(string.rep("x", 256)))
      expect(IDLE, NONE)
      assert.equal(coap.COAP_204_CHANGED, write_uri(string.rep("x", 255)))
    end)
  end)

  describe("that downloads", function()
    before_each(function()
      write_uri(URI)
      device.clear()
    end)

    it("installs nothing yet", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_M_INSTALL))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(INSTALLING))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_result(INSTALLED))
      expect(DOWNLOADING, NONE)
    end)

    it("is done when the host says so", function()
      assert.equal(coap.COAP_204_CHANGED, say_state(DOWNLOADED))
      expect(DOWNLOADED, NONE)
    end)

    it("fails when the host says so", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(FAILED))
      expect(IDLE, FAILED)
    end)

    it("stops with an empty URI, and with Cancel", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri "")
      expect(IDLE, CANCELLED, { "update: stop" })
      write_uri(URI)
      assert.equal(coap.COAP_204_CHANGED, execute(RES_O_CANCEL))
      expect(IDLE, CANCELLED, { "update: stop", "update: fetch " .. URI, "update: stop" })
    end)

    it("has failed after a restart", function()
      object_application_update.load(utils_copy_table(object_application_update.get_object_table()))
      expect(IDLE, FAILED)
    end)
  end)

  describe("that has downloaded", function()
    it("installs when a server says so", function()
      assert.equal(coap.COAP_204_CHANGED, execute(RES_M_INSTALL))
      expect(INSTALLING, NONE, { "update: install" })
    end)

    it("still has the file after a restart", function()
      object_application_update.load(utils_copy_table(object_application_update.get_object_table()))
      expect(DOWNLOADED, NONE)
    end)

    it("goes back to no earlier state", function()
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(DOWNLOADING))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(IDLE))
      expect(DOWNLOADED, NONE)
    end)
  end)

  describe("that installs", function()
    before_each(function()
      execute(RES_M_INSTALL)
      device.clear()
    end)

    it("is not disturbed", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, write_uri "")
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_M_INSTALL))
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_O_CANCEL))
      expect(INSTALLING, NONE)
      assert.equal(URI, (client:read(path(RES_M_PACKAGE_URI))))
    end)

    it("is idle with the result that the host says", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(INSTALLED))
      expect(IDLE, INSTALLED)
    end)

    it("may fail", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(FAILED))
      expect(IDLE, FAILED)
    end)
  end)
  -- custom tests: end
end)
