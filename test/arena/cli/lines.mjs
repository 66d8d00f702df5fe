// Runs command line after command line in one process, each by main.js evaluated anew, and sends back what it printed
// and its exit code.
const { main } = JSON.parse(process.argv[2])
const streams = ['stdout', 'stderr']
// Every evaluation of main.js listens to standard output again.
for (const name of streams) process[name].setMaxListeners(0)

let lines = 0
process.on('message', async (args) => {
  const text = { stdout: '', stderr: '' }
  const kept = streams.map((name) => process[name].write)
  for (const name of streams)
    process[name].write = (chunk, ...rest) => {
      text[name] += chunk
      rest.find((each) => typeof each === 'function')?.()
      return true
    }
  process.argv = [process.argv[0], main, ...args]
  process.exitCode = undefined
  try {
    await import(`${main}?line=${lines++}`)
  } catch (error) {
    text.stderr += `died: ${error?.stack ?? error}`
  }
  for (const [i, name] of streams.entries()) process[name].write = kept[i]
  process.send({ code: process.exitCode ?? 0, ...text })
  process.exitCode = undefined
})
