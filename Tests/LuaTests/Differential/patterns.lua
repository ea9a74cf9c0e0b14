-- find, match, gmatch and gsub with patterns of random pieces, right and wrong.
local items = {"a","b","c",".","%a","%d","%s","%w","%W","%A","%x","%p","%l","%u","%z","%c","%g","[ab]","[^a]","[a-c]","[%a_]","[]a]","[^]]","[a-","[","(",")","()","(a*)","(.-)","%1","%2","%b()","%b","%f[a]","%f[%w]","%f","$","^","%","%%","*","+","-","?","%.","[%]]","[a%-z]","\0","\255","]","[%","(b)","%3","%9", "%0"}
local subj = {"a","b","c"," ","(",")","1","_","A",".","\0","\255","%","-","]","aa","abc","ba"}
local function gen(t, n) local o = {} for i = 1, rnd(n) - 1 do o[i] = pick(t) end return table.concat(o) end
local out = {}
for _ = 1, 6 do
  local p, s = gen(items, 7), gen(subj, 12)
  local init = pick{1,1,1,0,-1,-3,2,5,100,-100}
  out[#out+1] = show(p).." in "..show(s)
  out[#out+1] = call(string.find, s, p, init, rnd(6)==1)
  out[#out+1] = call(string.match, s, p, init)
  out[#out+1] = call(function() local r = {} for a, b, c in s:gmatch(p) do r[#r+1] = {a, b, c} if #r > 40 then break end end return r end)
  local reps = {"x","%1","%0%0","%%","<%2>","%","%a", 12, 1.5, function(...) return ... end, function() return nil end, function() return false end, function(a, b) return b end, function() return {} end, {a="z", ab=1, [1]=2}, setmetatable({}, {__index=function(_, k) return k and (tostring(k).."!") end}), true}
  local ok = rnd(#reps)
  out[#out+1] = call(string.gsub, s, p, reps[ok], pick{nil, 1, 0, 2, -1, 100})
  out[#out+1] = call(string.gsub, s, p)
end
return table.concat(out, "\n")
