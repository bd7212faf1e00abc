// Owns the very first paint: sets the colour scheme before any style or script of the app has loaded.
// Reads what ui/kiem-provider.tsx stores under the same key; never writes.
;(() => {
  let wish = 'auto'
  try {
    wish = localStorage.getItem('kiem.scheme') || 'auto'
  } catch {
    // Storage is forbidden here: follow the device.
  }
  const dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  const page = document.documentElement
  page.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  page.style.backgroundColor = dark ? '#191713' : '#fbf8f2'
})()
