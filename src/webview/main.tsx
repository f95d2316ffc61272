document.title = 'MiMo';
