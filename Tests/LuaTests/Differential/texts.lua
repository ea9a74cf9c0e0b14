-- format, rep, upper, lower, reverse, char, byte, sub, utf8 and tonumber.
local flags = {"","-","+"," ","#","0","-0","+-","#0","-----","-+ #0","-+ #0-"}
local widths = {"","","1","5","10","20","99","100"}
local precs = {"","",".",".0",".3",".10",".20",".99",".100"}
local convs = {"d","i","u","o","x","X","c","e","E","f","g","G","a","A","s","q","%","y","p","\0",""}
local vals = {0,1,-1,42,255,65,1<<62,math.mininteger,math.maxinteger,0.0,1.5,-2.25,1e15,1e100,1e308,5e-324,math.huge,-math.huge,"","a","hello","10","0x10","1.5","a\0b","\"q\\\n\r\1\0012\127\200",("long"):rep(40),true,false,{}, "nil"}
local out = {}
for _ = 1, 12 do
  local f = pick{"","x","ab%%"} .. "%" .. pick(flags) .. pick(widths) .. pick(precs) .. pick(convs) .. pick{"","y"," %s"}
  local v, w = pick(vals), pick(vals)
  if type(v) == "table" then v = setmetatable({}, {__tostring = function() return pick{"T","a\0c"} end}) end
  if type(w) == "table" then w = nil end
  out[#out+1] = show(f) .. " " .. (type(v) == "table" and "T" or show(v)) .. " " .. call(string.format, f, v, w) .. call(string.format, f)
end
local function word() local o = {} for i = 1, rnd(8) - 1 do o[i] = string.char(rnd(256) - 1) end return table.concat(o) end
local s = word()
out[#out+1] = call(string.rep, s .. "r", pick{0,1,2,3,7,-1,100,2^53,1<<62,1.5}, pick{"", ",", "--", nil})
out[#out+1] = call(string.upper, s) .. call(string.lower, s) .. call(string.reverse, s)
out[#out+1] = call(string.char, rnd(300)-10, rnd(256)-1) .. call(utf8.char, rnd(0x20000)-5, pick{0x10FFFF, 0x110000, -1, 65, 0x7ff})
out[#out+1] = call(utf8.len, s, pick{1,0,-1,3,9}) .. call(utf8.codepoint, s, 1, -1) .. call(utf8.offset, s, pick{0,1,2,-1})
out[#out+1] = call(string.byte, s, pick{1,-1,0}, pick{-1,3,9}) .. call(string.sub, s, pick{1,-1,0,-9}, pick{-1,3,9,-3})
out[#out+1] = call(tonumber, pick{"10","0x1p4","1e1"," 5 ","z","7",""}, pick{10,16,36,2,nil,1,37})
return table.concat(out, "\n")
