-- What the script of a fleet finds: a table for each device, whose methods are functions of the host.

local device = fleet_host
fleet_host = nil
device.__index = device

return function(number, endpoint, imei)
  return setmetatable({ number = number, endpoint = endpoint, imei = imei }, device)
end
