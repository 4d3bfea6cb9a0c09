local scores = { SUSPECT = 25.0, GREY = 12.0 }
for _, word in ipairs({ 'QUARANTINE', 'DISCARD', 'REJECT', 'LATER', 'SUBJECT', 'SUSPECT', 'GREY' }) do
  config['regexp']['LAB_' .. word] = {
    re = 'X-Lab=/' .. word:lower() .. '/Hi',
    score = scores[word] or 0.01,
    description = 'A header of the lab asks for it',
    group = 'lab',
  }
end
