-- object_chunk_store.lua: Chunk Store, LwM2M Object 26245, version 1.0
-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
-- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
-- request, and nothing has changed.
-- checksum: b6ada36b56907b77

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

local RES_M_NAME = 0
local RES_M_SIZE = 1
local RES_M_CHUNKS = 2
local RES_M_RECEIVED = 3
local RES_M_COMPLETE = 4
local RES_O_CHECKSUM = 5
local RES_O_CLEAR = 6

object_chunk_store = {
  objectId = 26245,
  name = "object_chunk_store",
}

lwm2m_object_tbl_add(object_chunk_store.objectId, object_chunk_store.name)

local object_table = {
  Name = "Chunk Store",
  ObjectId = "26245",
  LwM2MVersion = "1.0",
  ObjectVersion = "1.0",
  MultipleInstances = "Multiple",
  Mandatory = "Optional",
  instance = {},
}

local resource_table = {
  [RES_M_NAME] = {
    -- range: 0..64
    Name = "Name",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "String", Value = "",
  },
  [RES_M_SIZE] = {
    -- range: 0..4096
    Name = "Size",
    Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_CHUNKS] = {
    -- range: 0..512
    Name = "Chunks",
    Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Mandatory", Type = "Opaque", Value = {},
  },
  [RES_M_RECEIVED] = {
    Name = "Received",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Integer", Value = 0,
  },
  [RES_M_COMPLETE] = {
    Name = "Complete",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean", Value = 0,
  },
  [RES_O_CHECKSUM] = {
    Name = "Checksum",
    Operations = "R", MultipleInstances = "Single", Mandatory = "Optional", Type = "Integer", Value = 0,
  },
  [RES_O_CLEAR] = {
    Name = "Clear",
    Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "",
  },
}

local executable = {
  [RES_O_CLEAR] = "RES_O_CLEAR",
}

-- custom file: your code between these two lines is kept
local MOST_CHUNKS, MOST_BYTES_OF_CHUNK, MOST_BYTES = 16, 512, 4096

-- Sends +ULWM2MNOTIFY in the form of the module: those with pulses take the length, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end

-- The number of bytes in a table of pieces.
local function bytes_of(chunks)
  local bytes = 0
  for _, chunk in pairs(chunks) do
    bytes = bytes + string.len(chunk)
  end
  return bytes
end

-- The pieces as they will be when those of a write are stored.
local function with(chunks, more, replace)
  local all = {}
  for id, chunk in pairs(replace == true and {} or chunks) do
    all[id] = chunk
  end
  for id, chunk in pairs(more) do
    all[id] = chunk
  end
  return all
end

local function are_chunks(value)
  if type(value) ~= "table" then
    return false
  end
  for id, chunk in pairs(value) do
    if id >= MOST_CHUNKS or string.len(chunk) > MOST_BYTES_OF_CHUNK then
      return false
    end
  end
  return true
end

-- The pieces one after the other; nil where one is missing.
local function file_of(chunks, size)
  local pieces = {}
  local id = 0
  while chunks[id] do
    pieces[id + 1] = chunks[id]
    id = id + 1
  end
  local file = table.concat(pieces)
  return string.len(file) == size and file or nil
end

local function adler32(text)
  local a, b = 1, 0
  for index = 1, string.len(text) do
    a = (a + string.byte(text, index)) % 65521
    b = (b + a) % 65521
  end
  return b * 65536 + a
end

-- Says whether the file is there as a whole; tells the host when it just became so.
local function judge(inst, instance)
  local resources = instance.resource
  local size, chunks = resources[RES_M_SIZE].Value, resources[RES_M_CHUNKS].Value
  local was_complete = resources[RES_M_COMPLETE].Value == true
  local file = size > 0 and file_of(chunks, size) or nil
  resources[RES_M_RECEIVED].Value = bytes_of(chunks)
  resources[RES_M_COMPLETE].Value = file ~= nil
  resources[RES_O_CHECKSUM].Value = file and adler32(file) or 0
  if file and not was_complete then
    notify(string.format("store %d complete: %d bytes, %08x", inst, size, resources[RES_O_CHECKSUM].Value))
  end
end
-- custom file: end

-- An instance before it has its Resources. What it is given here is saved and loaded with it.
local function new_instance(inst)
  local instance = {}
  -- give it fields of your own, instance.count = 0: the other places find them in instance
  -- custom state: your code between these two lines is kept
  -- custom state: end
  return instance
end

function object_chunk_store.load(t)
  object_table = t
  for inst, instance in pairs(t.instance or {}) do
    for name, value in pairs(new_instance(inst)) do
      if instance[name] == nil then
        instance[name] = value
      end
    end
  end
  -- what was saved is back: object_table.instance has each instance by its id
  -- custom load: your code between these two lines is kept
  -- custom load: end
end

function object_chunk_store.get_resource_table()
  return resource_table
end

function object_chunk_store.get_resource_type(res)
  return resource_table[res].Type
end

function object_chunk_store.get_object_table()
  return object_table
end

function object_chunk_store.create(inst)
  if object_table.instance[inst] ~= nil then
    return coap.COAP_400_BAD_REQUEST
  end
  -- no instance is made yet: inst is its id; return a code to refuse it
  -- custom before create: your code between these two lines is kept
  -- custom before create: end
  local instance = new_instance(inst)
  instance.resource = utils_copy_table(resource_table)
  object_table.instance[inst] = instance
  -- the instance is there: inst is its id
  -- custom create: your code between these two lines is kept
  -- custom create: end
  return coap.COAP_201_CREATED
end

function object_chunk_store.delete(inst)
  local instance = object_table.instance[inst]
  if instance == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is gone yet: inst is the id; return a code to refuse it
  -- custom before delete: your code between these two lines is kept
  -- custom before delete: end
  -- the instance goes after this: inst is its id
  -- custom delete: your code between these two lines is kept
  -- custom delete: end
  object_table.instance[inst] = nil
  return coap.COAP_202_DELETED
end

function object_chunk_store.read(inst, res, dm)
  local instance = object_table.instance[inst]
  local resource = instance and instance.resource[res]
  if resource == nil then
    return coap.COAP_404_NOT_FOUND, nil, nil
  end
  if dm == true and not string.find(resource.Operations, "R") then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  local value = resource.Value
  -- value goes to who asks: set it here to compute it; inst and res say which one
  -- custom read: your code between these two lines is kept
  -- custom read: end
  return coap.COAP_205_CONTENT, resource.Type, value
end

function object_chunk_store.write(inst, res, iface, replace, value, userdata)
  local instance = object_table.instance[inst]
  local resource = instance and instance.resource[res]
  if resource == nil then
    return coap.COAP_404_NOT_FOUND
  end
  local dm = iface == lwm2m_interface_type.LWM2M_DM_INTERFACE
  if dm and not string.find(resource.Operations, "W") then
    return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
  end
  -- nothing is stored yet: value is the new value, resource.Value the old one; return a code to refuse it
  -- custom before write: your code between these two lines is kept
  if res == RES_M_SIZE then
    if value < 0 or value > MOST_BYTES or value > 0 and value < bytes_of(instance.resource[RES_M_CHUNKS].Value) then
      return coap.COAP_400_BAD_REQUEST
    end
  elseif res == RES_M_CHUNKS then
    local size = instance.resource[RES_M_SIZE].Value
    if not are_chunks(value) or bytes_of(with(resource.Value, value, replace)) > (size > 0 and size or MOST_BYTES) then
      return coap.COAP_400_BAD_REQUEST
    end
  elseif res == RES_M_NAME and string.len(value) > 64 then
    return coap.COAP_400_BAD_REQUEST
  end
  -- custom before write: end
  if type(value) == "table" then
    if replace == true then
      resource.Value = {}
    end
    for id, entry in pairs(value) do
      resource.Value[id] = entry
    end
  else
    resource.Value = value
  end
  -- value is stored: inst and res say where, dm whether a server wrote it
  -- custom write: your code between these two lines is kept
  if res == RES_M_SIZE or res == RES_M_CHUNKS then
    judge(inst, instance)
  end
  -- custom write: end
  return coap.COAP_204_CHANGED
end

function object_chunk_store.execute(inst, res, buffer, length, userdata)
  local instance = object_table.instance[inst]
  if instance == nil or executable[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  -- nothing is done yet: res says what is asked for; return a code to refuse it
  -- custom before execute: your code between these two lines is kept
  -- custom before execute: end
  print(executable[res], length)
  -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret
  if res == RES_O_CLEAR then
    -- custom execute 6: your code between these two lines is kept
    instance.resource[RES_M_CHUNKS].Value = {}
    judge(inst, instance)
    -- custom execute 6: end
  end
  -- what each of them does is done
  -- custom execute: your code between these two lines is kept
  -- custom execute: end
  return coap.COAP_204_CHANGED
end

function object_chunk_store.discover(inst, res)
  local instance = object_table.instance[inst]
  if instance == nil or instance.resource[res] == nil then
    return coap.COAP_404_NOT_FOUND
  end
  return coap.COAP_205_CONTENT
end

return object_chunk_store
