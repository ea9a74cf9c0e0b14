-- What the script of a fleet finds: a table for each device, whose methods call the host with the device's number.

local host = fleet_host
fleet_host = nil

local device = {}
device.__index = device

-- Writes a Resource as the host of the module does: device:write("/3300/0/5700", 21.5)
function device:write(path, value)
  return host.write(self.number, path, value)
end

-- The value of a Resource.
function device:read(path)
  return host.read(self.number, path)
end

-- Makes an Object Instance as the host of the module does; answers its path.
function device:create(path)
  return host.create(self.number, path)
end

-- Moves values from now on: a text with one line a Resource, as for `run --values`.
function device:values(text)
  return host.values(self.number, text)
end

function device:power_cut(seconds)
  return host.power_cut(self.number, seconds)
end

function device:network_loss(seconds)
  return host.network_loss(self.number, seconds)
end

function device:reset()
  return host.reset(self.number)
end

function device:register()
  return host.register(self.number)
end

function device:deregister()
  return host.deregister(self.number)
end

-- A number at least 0 and below 1, the same for the same device and seed.
function device:random()
  return host.random(self.number)
end

return function(number, endpoint, imei)
  return setmetatable({ number = number, endpoint = endpoint, imei = imei }, device)
end
