/* Runs before the first paint, so that a chosen theme never flashes in the other one. */
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  /* No storage for this site: the system's theme stays. */
}
